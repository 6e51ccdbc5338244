import { v7 as uuidv7 } from 'uuid';
import { type DataOf, SeasonCalendarState } from '#contracts';
import { eventOf } from '#messaging';
import { addDays, dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import { checkedIn, registered, schoolsKnown, schoolState, startStudentRecords } from './check-ins.js';

const today = dayInChina(new Date());
const yesterday = addDays(today, -1);

describe('The cut-off of a season', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S001'), schoolState('S002'));
    await schoolsKnown(service, 2);
  });
  afterAll(() => service?.close());

  type Calendar = DataOf<typeof SeasonCalendarState>;
  async function set(registrationCutOff: string, version = 1, over: Partial<Calendar> = {}) {
    const calendar: Calendar = {
      calendarId: uuidv7(),
      year: 2023,
      season: 'AUTUMN',
      reach: over.schoolCode ? 'SCHOOL' : 'CITY',
      registrationCutOff,
      ...over,
    };
    const ids = await service.receive(eventOf(SeasonCalendarState, { data: calendar, version }));
    await eventually('the calendar', async () =>
      expect(await service.query('select from inbox where event_id = any($1)', [ids])).toHaveLength(1),
    );
    return calendar.calendarId;
  }
  const student = async (schoolCode = 'S001', year = 2023) =>
    (await registered(service, checkedIn({ schoolCode, year })))[0]!.registrationId;
  const decide = async (registrationIds: string[], decision: 'approve' | 'reject' = 'approve') => {
    const body = { registrationIds, ...(decision === 'reject' && { reason: '逾期' }) };
    return (await service.as('city-officer').post(`/registrations/batch-${decision}`, body)).body;
  };

  it('holds up approvals from the day after it with its date, until the city extends it for the school or for all', async () => {
    const [here, there] = [await student('S001'), await student('S002')];
    const calendarId = await set(yesterday);
    const { refused } = await decide([here]);
    expect(refused).toMatchObject([{ code: 'registration-cut-off-over', title: expect.stringContaining(yesterday) }]); // prettier-ignore
    const own = await set(today, 1, { schoolCode: 'S001' });
    expect(await decide([here, there])).toMatchObject({ accepted: 1, refused: [{ id: there }] });
    await set(yesterday, 2, { calendarId: own, schoolCode: 'S001' });
    await set(today, 2, { calendarId });
    expect(await decide([there, await student('S001')])).toMatchObject({ accepted: 2 });
    // A state of before comes again.
    await set(yesterday, 1, { calendarId });
    expect(await decide([await student('S001')])).toMatchObject({ accepted: 1 });
  });

  it('holds up no rejection, and no season for which the city has set none', async () => {
    await set(yesterday, 1, { year: 2024 });
    expect(await decide([await student('S001', 2024)], 'reject')).toMatchObject({ accepted: 1 });
    await set(yesterday, 1, { year: 2025, schoolCode: 'S001' });
    expect(await decide([await student('S001', 2025)])).toMatchObject({ accepted: 1 });
  });
});
