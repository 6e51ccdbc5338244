// Budget: 20 s: a file is checked and committed.
import { addDays, dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import { checkedIn, registered, schoolsKnown, schoolState, show, startStudentRecords } from './check-ins.js';

const today = dayInChina(new Date());
const COMPANIES = ['91500000MA5U000010', '12500000450400000A', '91110000600037341L'] as const;

describe('The register of part-time students', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const registrar = () => service.as('school-registrar', 'S001');
  async function employee(over: object = {}) {
    const employer = { uscc: COMPANIES[1], name: '样例企业一' };
    const study = { studyMode: 'PART_TIME', sourceType: 'ENTERPRISE_EMPLOYEE', employer } as const;
    const [{ registrationId }] = (await registered(service, checkedIn({ ...study, ...over }))) as [any];
    const answer = await service.as('city-officer').post('/registrations/batch-approve', { registrationIds: [registrationId] }); // prettier-ignore
    expect(answer.body).toMatchObject({ accepted: 1 });
    return registrationId as string;
  }
  const act = async (path: string, registrationId: string, body: object) =>
    (await registrar().post(`/part-time-registrations/batch-${path}`, { registrationIds: [registrationId], ...body })).body; // prettier-ignore
  const changed = {
    uscc: COMPANIES[0],
    name: '样例企业二',
    contractNo: 'HT-2',
    effectiveOn: addDays(today, -9),
  };
  const listed = async (query: string) =>
    (await registrar().get(`/part-time-registrations?${query}`)).body.items as any[];

  it('shows employer, contract and the months that were studied, those away left out, and no full-time student', async () => {
    const student = await employee();
    await registered(service, checkedIn());
    await service.query(`update registrations set start_on = current_date - interval '13 months', days_away = 40 where registration_id = $1`, [student]); // prettier-ignore
    expect(await listed('employed=true')).toMatchObject([{ registrationId: student, monthsStudied: 11, employer: { uscc: COMPANIES[1] } }]); // prettier-ignore
    const { status, headers } = await registrar().get('/part-time-registrations/export');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheet')]);
    await service.query(`update registrations set study_mode = 'FULL_TIME' where registration_id = $1`, [student]); // prettier-ignore
  });

  it('keeps a change of employer as history of a record that stays live, and a time without one as well', async () => {
    const student = await employee();
    expect(await act('change-employer', student, { ...changed, uscc: '91500000MA5U000011' })).toMatchObject({ errors: [{ code: 'bad-check-digit' }] }); // prettier-ignore
    expect(await act('change-employer', student, changed)).toMatchObject({ accepted: 1 });
    const left = { effectiveOn: addDays(today, -5), reason: '合同期满' };
    expect(await act('leave-employer', student, { ...left, effectiveOn: addDays(today, -10) })).toMatchObject({ refused: [{ code: 'employer-day-not-possible' }] }); // prettier-ignore
    expect(await act('leave-employer', student, left)).toMatchObject({ accepted: 1 });
    expect(await listed('employed=false')).toMatchObject([{ registrationId: student, state: 'ACTIVE', employerLeftOn: left.effectiveOn }]); // prettier-ignore
    const third = { ...changed, uscc: COMPANIES[2], contractNo: 'HT-3', effectiveOn: today };
    expect(await act('change-employer', student, third)).toMatchObject({ accepted: 1 });
    expect(await listed(`employerUscc=${COMPANIES[2]}`)).toMatchObject([{ contractNo: 'HT-3' }]);
    const { entries } = (await registrar().get(`/part-time-registrations/${student}/employers`)).body;
    expect(entries).toMatchObject([
      { uscc: COMPANIES[1] },
      { uscc: COMPANIES[0], contractNo: 'HT-2', since: changed.effectiveOn },
      { leftOn: left.effectiveOn },
      { uscc: COMPANIES[2], contractNo: 'HT-3', since: today },
    ]);
    expect(entries[2]).not.toHaveProperty('uscc');
  });

  it('takes changes of employers by file', async () => {
    const student = await employee();
    const { studentNo } = await show(service, student);
    const file = ['学号,用人单位统一社会信用代码,用人单位名称,劳动合同编号,变更日期', `${String(studentNo)},${COMPANIES[2]},样例企业三,HT-9,${today}`]; // prettier-ignore
    const { body } = await registrar().post('/part-time-registrations/employers/imports', Buffer.from(file.join('\n')), 'text/csv'); // prettier-ignore
    const at = `/part-time-registrations/employers/imports/${body.importId}`;
    await eventually('the check', async () => expect((await registrar().get(at)).body.state).toBe('VALIDATED')); // prettier-ignore
    await registrar().post(`${at}/commit`, { mode: 'VALID_ROWS' });
    await eventually('the commit', async () =>
      expect(await show(service, student)).toMatchObject({ employer: { uscc: COMPANIES[2] }, contractNo: 'HT-9' }),
    ); // prettier-ignore
  });
});
