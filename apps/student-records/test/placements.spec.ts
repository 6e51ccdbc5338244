// Budget: 30 s: each case registers students of its own.
import { dayInChina, residentCheck } from '#national-codes';
import type { TestService } from '#testing';
import { activeStudents, checkedIn, onLeave, registered, schoolsKnown, schoolState, show, somebody, startStudentRecords } from './check-ins.js'; // prettier-ignore
import { importFile } from './import-file.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));
const USCC = '12500000450400000C';
const terms = (over: object = {}) => ({
  kind: 'POST',
  employerUscc: USCC,
  employerName: '样例机械有限公司',
  fromOn: shifted(-20),
  toOn: shifted(60),
  insurancePolicyNo: 'PZAA202650010000000001',
  agreementNo: '实习协议〔2027〕8号',
  studentConsent: true,
  guardianConsent: false,
  supervisingTeacher: '赵样例',
  ...over,
});

describe('A placement', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const send = async (registrationIds: string[], over: object = {}) =>
    (await registrar().post('/placements', { registrationIds, ...terms(over) })).body;
  const listed = async (query: string) => (await registrar().get(`/placements?${query}`)).body.items;
  const batch = async (path: string, placementIds: string[], input: object) =>
    (await registrar().post(`/placements/${path}`, { placementIds, ...input })).body;

  it('is of students who may be sent, each told why they may not', async () => {
    const [student, away] = await activeStudents(service, 2);
    await onLeave(service, away!);
    const birthDate = `${Number(shifted(0).slice(0, 4)) - 15}-01-01`;
    const digits = `500103${birthDate.replaceAll('-', '')}001`;
    const young = somebody({ birthDate, idNumber: digits + residentCheck(digits) });
    const [child, fresh] = await registered(
      service,
      checkedIn({ person: young }),
      checkedIn({ startOn: shifted(-40) }),
    );
    const ids = [child!.registrationId, fresh!.registrationId];
    await service.as('city-officer').post('/registrations/batch-approve', { registrationIds: ids });
    const outcome = await send([student!, away!, ...ids]);
    expect(outcome.accepted).toBe(1);
    expect(outcome.refused.map(({ id, code }: any) => [id, code])).toEqual([
      [away, 'not-in-study'],
      [ids[0], 'under-age-for-placement'],
      [ids[1], 'first-year-student'],
    ]);
    expect((await send([student!], { fromOn: shifted(60), toOn: shifted(90) })).refused).toMatchObject([{ code: 'placements-overlap' }]); // prettier-ignore
  });

  it('is found by employer and day, extended, broken off, resumed and corrected', async () => {
    const [student] = await activeStudents(service, 1);
    const { placementIds } = await send([student!]);
    const ofStudent = `registrationId=${student}&employerUscc=${USCC}`;
    expect(await listed(`${ofStudent}&on=${shifted(61)}`)).toEqual([]);
    await batch('batch-extend', placementIds, { toOn: shifted(90), reason: '项目延期' });
    expect(await listed(`${ofStudent}&on=${shifted(61)}`)).toMatchObject([{ toOn: shifted(90), state: 'AGREED' }]); // prettier-ignore
    const broken = { endedOn: shifted(-1), breakReasonCode: 'SAFETY', reason: '夜班安排不当' };
    expect(await batch('batch-break-off', placementIds, broken)).toMatchObject({ accepted: 1 });
    expect(await listed(`${ofStudent}&on=${shifted(0)}`)).toEqual([]);
    expect(await batch('batch-resume', placementIds, { reason: '误报' })).toMatchObject({ accepted: 1 });
    const correction = { insurancePolicyNo: 'PZAA2026-2', reason: '保单号录入有误' };
    const corrected = await registrar().post(`/placements/${placementIds[0]}/correct`, correction);
    expect(corrected.body).toMatchObject({ insurancePolicyNo: 'PZAA2026-2', toOn: shifted(90), employer: { uscc: USCC } }); // prettier-ignore
    const { entries } = (await registrar().get(`/placements/${placementIds[0]}/history`)).body;
    expect(entries.map(({ happened }: any) => happened)).toEqual(['send-on-placement', 'extend-placement', 'break-off-placement', 'resume-placement', 'correct-placement']); // prettier-ignore
    expect(await batch('batch-end', placementIds, { endedOn: shifted(0) })).toMatchObject({ accepted: 1 });
    expect((await batch('batch-cancel', placementIds, { reason: '误报' })).refused).toMatchObject([{ code: 'placement-over' }]); // prettier-ignore
    expect((await registrar('S002').get(`/placements/${placementIds[0]}/history`)).status).toBe(404);
  });

  it('comes as a file, and the list goes out as one', async () => {
    const [student] = await activeStudents(service, 1);
    const { studentNo } = await show(service, student!);
    const row = (number: string, uscc: string) =>
      `${number},岗位实习,${uscc},样例机械有限公司,${shifted(-5)},${shifted(30)},PZAA2026001,协议1,是,否,赵样例`;
    const errors = await importFile(service, '/placements', [
      '学号,实习类别,实习单位统一社会信用代码,实习单位,实习首日,实习末日,保险单号,三方协议编号,学生同意,监护人同意,指导教师',
      row(String(studentNo), USCC),
      row('S00199999', USCC),
      row('S00199998', '12500000450400000D'),
    ]);
    expect(errors.map(({ row: at }) => at)).toEqual([3, 4]);
    expect(await listed(`registrationId=${student}`)).toMatchObject([{ studentNo, state: 'AGREED' }]);
    const exported = await registrar().get(`/placements/export?on=${shifted(0)}`);
    expect(exported.body.subarray(0, 2).toString()).toBe('PK');
  });
});
