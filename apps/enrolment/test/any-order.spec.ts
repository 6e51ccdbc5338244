// Budget: 25 s: some hundred commands, each against the service, with a look into its tables; it ends by time.
import fc from 'fast-check';
import { modelRuns, type TestService } from '#testing';
import { apply, batch, cityCommands, hear, type RealCity } from './city-commands.js';
import { CityModel } from './city-model.js';
import { recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const SEASON = { year: 2026, season: 'AUTUMN' };
const { runs, timeout } = modelRuns({ seed: 20_260_901, numRuns: 5, seconds: 18 });
const PERSONS = 4;

describe('In any order of what schools, the city, student records and time do', () => {
  let service: TestService;
  let lastSchool = 100;

  beforeAll(async () => {
    service = await startEnrolment();
    await service.as('city-officer').post('/calendars', SEASON);
    // Time does here what the commands say: a job of each schedule that waits until tomorrow keeps others from coming.
    await service.query(
      `insert into jobs (job_id, kind, payload, due_at, run_at)
       select gen_random_uuid(), kind, '{}', now(), now() + interval '12 hours'
       from unnest(array['offer-free-seats', 'settle-admissions', 'close-past-seasons']) as kind`,
    );
  });
  afterAll(() => service?.close());

  async function realCity(planned: readonly number[]): Promise<RealCity> {
    const schools = [];
    for (const seats of planned) {
      const code = `S${++lastSchool}`;
      const { offeringId, planLineId, qualificationId } = await recruitingSchool(service, code, seats);
      const later = {
        ...SEASON, schoolCode: code, applicationsCloseOn: '2099-12-31', admissionCloseOn: '2099-12-31',
        checkInDeadline: '2099-12-31', registrationCutOff: '2099-12-31', reason: '样例',
      }; // prettier-ignore
      const { body } = await service.as('city-officer').post('/calendars/extend', later);
      schools.push({ code, offeringId, planLineId, qualificationId, calendarId: body.calendarId });
    }
    return { service, schools, idNumbers: Array.from({ length: PERSONS }, somebody), version: 2 };
  }

  const bothCities = async (planned: readonly number[]) => ({
    model: new CityModel(planned),
    real: await realCity(planned),
  });

  it('no seat is given twice or lost, and nobody is held by two schools', { timeout }, async () => {
    const seats = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 3 });
    const commands = fc.noBias(fc.commands(cityCommands(PERSONS), { maxCommands: 250, size: 'max' }));
    const holds = fc.asyncProperty(seats, commands, async (planned, some) => {
      await fc.asyncModelRun(() => bothCities(planned), some);
    });
    // A failure names the seed and the path of the smallest order of commands that was found within the time.
    await fc.assert(holds, runs);
  });

  it('nobody is admitted beside a study that came back while they were admitted elsewhere', async () => {
    const studied = ['admit', 'check-in'].map((path) => batch(path, 0, [0]));
    const ended = [hear('approved', 0), hear('left', 0), apply(0, 1), batch('admit', 1, [0])];
    const another = [batch('decline', 1, [0]), apply(0, 1), batch('admit', 1, [0])];
    const all = [apply(0, 0), ...studied, ...ended, hear('resumed', 0), ...another];
    await fc.asyncModelRun(() => bothCities([1, 1]), all);
  });
});
