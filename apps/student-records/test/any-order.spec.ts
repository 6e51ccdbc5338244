// Budget: 28 s: some hundred commands, each against the service, with a look into its tables; it ends by time.
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { OfferingState, RegistrationStatusChanged } from '#contracts';
import { eventOf } from '#messaging';
import { addDays, dayInChina } from '#national-codes';
import { eventually, modelRuns, type TestService } from '#testing';
import { schoolState, somebody, startStudentRecords } from './check-ins.js';
import type { RealRecords } from './any-order/command.js';
import { recordCommands } from './any-order/commands.js';
import { everybodyStudies } from './any-order/entries.js';
import { RecordsModel, standingOn } from './any-order/records-model.js';

const { runs: budget, timeout } = modelRuns({ seed: 20_260_901, numRuns: 6, seconds: 12 });
const PERSONS = 6;
const MAJORS = ['0106-4', '0203-4'];
const ENROLLED = ['ACTIVE', 'TRANSFER_PENDING'];

describe('In any order of what two schools, the city and time do', () => {
  let service: TestService;
  let runs = 0;
  let told = 0;
  const today = dayInChina(new Date());
  const city = () => service.as('city-officer');

  beforeAll(async () => {
    service = await startStudentRecords();
    for (const year of [0, 1].map((more) => Number(today.slice(0, 4)) + more)) {
      const calendar = { year, documentNo: '国办发明电1号', holidays: [], shiftedWorkdays: [] };
      await city().post('/working-calendars', calendar);
    }
  });
  afterAll(() => service?.close());

  /** Two schools of their own, so that what their figures say is of this run alone. */
  async function newSchools(): Promise<RealRecords> {
    const schools = [`A${++runs}`, `B${runs}`];
    const offerings = new Map<string, string>();
    const offered = schools.flatMap((schoolCode, school) =>
      ['FULL_TIME', 'PART_TIME'].flatMap((mode) =>
        MAJORS.map((majorCode, major) => {
          const offeringId = uuidv7();
          offerings.set(`${school} ${mode} ${major}`, offeringId);
          const of = { offeringId, schoolCode, majorCode, mode: mode as 'FULL_TIME' };
          const data = { ...of, catalogueVersion: '2022', majorName: '样例专业', level: 'SENIOR' as const, status: 'ACTIVE' as const };
          return eventOf(OfferingState, { data, version: 1 });
        }),
      ),
    ); // prettier-ignore
    await service.receive(...schools.map((each) => schoolState(each)), ...offered);
    await eventually('schools and offerings', async () => {
      const known = `select (select count(*) from schools where school_code = any($1))
        + (select count(*) from known_offerings where school_code = any($1)) as count`;
      expect(await service.query(known, [schools])).toEqual([{ count: '10' }]);
    });
    const offeringOf = (school: number, mode: string, major: number) => offerings.get(`${school} ${mode} ${major}`)!; // prettier-ignore
    return { service, schools, majors: MAJORS, offeringOf, persons: Array.from({ length: PERSONS }, () => somebody()) }; // prettier-ignore
  }

  /** The figures of each day are those of the fold, and add up from day to day. */
  async function expectFigures(model: RecordsModel, { schools, majors }: RealRecords): Promise<void> {
    const unitsOn = (on: string) => model.records.flatMap((record) => standingOn(record, on) ?? []);
    for (let day = -22; day <= 4; day++) {
      const on = addDays(today, day);
      const rows = await Promise.all(
        schools.map(async (school) => {
          const by = ['schoolCode', 'studyMode', 'state', 'majorCode'].map((each) => `by=${each}`).join('&');
          return (await city().get(`/figures/stock?asOf=${on}&schoolCode=${school}&${by}`)).body.rows;
        }),
      );
      const found = rows.flat().map(({ schoolCode, studyMode, state, majorCode, live }: any) => [`${schoolCode} ${studyMode} ${state} ${majorCode}`, live]); // prettier-ignore
      const cells = unitsOn(on).map((each) => `${schools[each.school]} ${each.mode} ${each.state} ${majors[each.major!]}`); // prettier-ignore
      const should = Object.entries(Object.groupBy(cells, (each) => each)).map(([cell, those]) => [cell, those!.length]); // prettier-ignore
      expect([on, Object.fromEntries(found)]).toEqual([on, Object.fromEntries(should)]);
    }
    for (const [school, schoolCode] of schools.entries()) {
      const [from, to] = [addDays(today, -21), addDays(today, 4)];
      const { body } = await city().get(`/figures/movements?from=${from}&to=${to}&schoolCode=${schoolCode}`);
      const enrolled = (on: string, mode: string) =>
        unitsOn(on).filter((each) => each.school === school && each.mode === mode && ENROLLED.includes(each.state)).length; // prettier-ignore
      for (const { studyMode, opening, entered, left, closing } of body.rows) {
        expect([opening, closing]).toEqual([enrolled(addDays(from, -1), studyMode), enrolled(to, studyMode)]);
        expect(closing).toBe(opening + entered - left);
      }
    }
  }

  /** Downstream services hear once of each change that was applied. */
  async function expectTold({ changes }: RecordsModel): Promise<void> {
    const applied = changes.filter(({ state }) => state === 'APPLIED' || state === 'REVERSED');
    const ids = new Set(changes.map(({ id }) => id));
    await eventually('the events of the changes', async () => {
      const heard = (await service.published(RegistrationStatusChanged, 0)).flatMap(({ data }) => data.changeId ?? []); // prettier-ignore
      expect(heard.filter((id) => ids.has(id)).toSorted()).toEqual(applied.map(({ id }) => id).toSorted());
    });
    told += applied.length;
  }

  it(
    'a record stands on every day as its applied changes lead, nobody is a student twice, and figures add up',
    { timeout },
    async () => {
      const commands = fc.noBias(fc.commands(recordCommands(PERSONS), { maxCommands: 120, size: 'max' }));
      const holds = fc.asyncProperty(commands, async (some) => {
        const [model, real] = [new RecordsModel(today), await newSchools()];
        await everybodyStudies(model, real);
        await fc.asyncModelRun(() => ({ model, real }), some);
        await expectFigures(model, real);
        await expectTold(model);
      });
      // A failure names the seed and the path of the smallest order of commands that was found within the time.
      await fc.assert(holds, budget);
      expect(told).toBeGreaterThan(0);
    },
  );
});
