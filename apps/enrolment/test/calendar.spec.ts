import { Transactions } from '#database';
import type { TestService } from '#testing';
import { windowsOf } from '../src/calendar/calendars.js';
import { anId, recruitingSchool, startEnrolment } from './recruiting.js';

describe('The calendar of a season', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startEnrolment();
    await recruitingSchool(service, 'S001', 1);
    await recruitingSchool(service, 'S002', 1);
  });
  afterAll(() => service?.close());

  const city = () => service.as('city-officer');
  const set = (year: number, days: object = {}) =>
    city().post('/calendars', { year, season: 'AUTUMN', ...days });
  const extend = (year: number, days: object) =>
    city().post('/calendars/extend', { year, season: 'AUTUMN', reason: '中考延期', ...days });
  const deadlines = async (year: number) =>
    service.app.get(Transactions).run({ kind: 'all' }, async (tx) => {
      const keys = ['S001', 'S002'].map((schoolCode) => ({ schoolCode, year, season: 'AUTUMN' }));
      const windows = await windowsOf(tx, keys);
      return keys.map((key) => windows(key)?.checkInDeadline);
    });

  it('is set once, with the days that the city names and defaults for the others', async () => {
    const answer = await set(2031, { checkInDeadline: '2031-09-20', admissionCloseOn: '2031-09-10', applicationsCloseOn: '2031-08-31' }); // prettier-ignore
    expect(answer).toMatchObject({
      status: 201,
      body: { reach: 'CITY', checkInDeadline: '2031-09-20', registrationCutOff: '2031-10-20', version: 1 },
    });
    expect(await set(2031)).toMatchObject({ status: 409, body: { code: 'calendar-exists' } });
  });

  it('is refused with each day that lies before the one that it must follow', async () => {
    expect(await set(2032, { checkInDeadline: '2032-09-20' })).toMatchObject({
      status: 422,
      body: {
        code: 'calendar-disordered',
        errors: [{ path: 'checkInDeadline', code: 'too-early' }],
      },
    });
    expect(await deadlines(2032)).toEqual([undefined, undefined]);
  });

  it('is extended for one school or for all, never shortened by it, and keeps who did it and why', async () => {
    const { calendarId } = (await set(2033)).body;
    const ofOne = { schoolCode: 'S001', checkInDeadline: '2033-10-08' };
    expect(await extend(2033, ofOne)).toMatchObject({ status: 200, body: { reach: 'SCHOOL', version: 1 } });
    expect(await deadlines(2033)).toEqual(['2033-10-08', '2033-09-30']);
    expect(await extend(2033, { ...ofOne, checkInDeadline: '2033-10-01' })).toMatchObject({
      status: 409,
      body: { code: 'would-shorten' },
    });
    await extend(2033, { ...ofOne, checkInDeadline: '2033-10-10' });
    await extend(2033, { checkInDeadline: '2033-10-09' });
    expect(await deadlines(2033)).toEqual(['2033-10-10', '2033-10-09']);
    expect(
      (await service.as('inspector').get(`/calendars/${calendarId}/history`)).body.entries,
    ).toMatchObject([
      { version: 1, happened: 'set-calendar' },
      { version: 2, happened: 'extend-calendar', reason: '中考延期', role: 'city-officer' },
    ]);
    const { items } = (await service.as('school-registrar', 'S001').get('/calendars?year=2033')).body;
    expect(items).toMatchObject([{ reach: 'CITY' }, { reach: 'SCHOOL', schoolCode: 'S001', version: 2 }]);
  });

  it('is corrected with a reason, also to earlier days, which takes back what was extended by mistake', async () => {
    const { calendarId } = (await set(2034)).body;
    await extend(2034, { registrationCutOff: '2034-12-20' });
    const correct = (body: object) => city().post(`/calendars/${calendarId}/correct`, body);
    expect(await correct({ registrationCutOff: '2034-10-20' })).toMatchObject({ status: 422 });
    expect(await correct({ registrationCutOff: '2034-10-20', reason: '月份有误' })).toMatchObject({
      status: 200,
      body: { registrationCutOff: '2034-10-20', version: 3 },
    });
    expect(await correct({ registrationCutOff: '2034-01-20', reason: '月份有误' })).toMatchObject({
      status: 422,
      body: { code: 'calendar-disordered' },
    });
  });

  it('is extended neither where none is set nor for a school that is not registered', async () => {
    expect(await extend(2035, { checkInDeadline: '2035-12-31' })).toMatchObject({ status: 404 });
    await set(2036);
    expect(await extend(2036, { schoolCode: 'S009', checkInDeadline: '2036-10-10' })).toMatchObject({
      status: 422,
      body: { code: 'unknown-school' },
    });
    const nobodys = await city().post(`/calendars/${anId()}/correct`, { reason: '无此日程' });
    expect(nobodys).toMatchObject({ status: 404 });
  });
});
