import { allSchools, Transactions } from '#database';
import { eventually, type TestService } from '#testing';
import { calendarsFrom } from '../src/working-days/working-calendars.js';
import { startStudentRecords } from './check-ins.js';

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
});
afterAll(() => service?.close());

const city = () => service.as('city-officer');

const holidaysOf = (year: number) =>
  service.app
    .get(Transactions)
    .run(allSchools, async (tx) => (await calendarsFrom(tx, `${year}-06-01`))(year)?.holidays);

/** Loads a calendar by a file, which stores so many of its rows. */
async function uploaded(rows: string[], committed: number) {
  const file = ['日期,类别,文号', ...rows].join('\n');
  const { body } = await city().post('/working-calendars/imports', Buffer.from(file), 'text/csv');
  const address = `/working-calendars/imports/${body.importId}`;
  const inState = (state: string) =>
    eventually(`the file to be ${state}`, async () => {
      const { body: job } = await city().get(address);
      if (job.state !== state) throw new Error(`It is ${job.state}.`);
      return job;
    });
  await inState('VALIDATED');
  await city().post(`${address}/commit`, { mode: 'VALID_ROWS' });
  expect(await inState('DONE')).toMatchObject({ committed });
}

describe('The calendar of working days', () => {
  const notice = { documentNo: '国办发明电〔2030〕1号', holidays: ['2031-01-01'], shiftedWorkdays: [] };
  const load = (over: object = {}) => city().post('/working-calendars', { ...notice, year: 2031, ...over });

  it('is loaded once for a year, and corrected with a reason that its history keeps', async () => {
    const { status, body } = await load();
    expect({ status, body }).toMatchObject({ status: 201, body: { year: 2031, version: 1 } });
    expect(await load()).toMatchObject({ status: 409, body: { code: 'working-calendar-exists' } });
    const corrected = await city().post(`/working-calendars/${body.calendarId}/correct`, {
      holidays: ['2031-01-01', '2031-01-02'],
      shiftedWorkdays: ['2031-01-05'],
      reason: '节假日安排调整',
    });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2, documentNo: notice.documentNo } });
    const { entries } = (await service.as('inspector').get(`/working-calendars/${body.calendarId}/history`))
      .body;
    expect(entries).toMatchObject([
      { version: 1, happened: 'load-working-calendar', actor: 'city-officer' },
      { version: 2, happened: 'correct-working-calendar', reason: '节假日安排调整' },
    ]);
    const listed = await service.as('school-registrar', 'S001').get('/working-calendars?year=2031');
    expect(listed.body.items).toMatchObject([{ year: 2031, shiftedWorkdays: ['2031-01-05'] }]);
  });

  it('is refused with each day that cannot be right, and then is not there', async () => {
    const answer = await load({ year: 2032, holidays: ['2031-12-31'], shiftedWorkdays: ['2032-01-05'] });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'working-days-wrong',
        errors: [
          { path: 'holidays.0', code: 'other-year' },
          { path: 'shiftedWorkdays.0', code: 'already-a-workday' },
        ],
      },
    });
    expect(await holidaysOf(2032)).toBeUndefined();
  });

  it('is loaded by a file as well, the whole year or none of it', async () => {
    await uploaded(['2033-10-01,放假,国办发明电〔2032〕1号', '2033-10-08,调休上班,国办发明电〔2032〕1号', '2033-10-10,调休上班,国办发明电〔2032〕1号'], 0); // prettier-ignore
    expect(await holidaysOf(2033)).toBeUndefined();
    await uploaded(['2033-10-01,放假,国办发明电〔2032〕1号', '2033-10-08,调休上班,国办发明电〔2032〕1号'], 2); // prettier-ignore
    expect(await holidaysOf(2033)).toEqual(['2033-10-01']);
  });
});
