// Budget: 25 s: one service, three files.
import { v7 as uuidv7 } from 'uuid';
import { CertificateIssued, FormerGraduateRevoked, FormerGraduateTakenOver, StudentGraduated } from '#contracts'; // prettier-ignore
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import { checkedIn, registered, schoolsKnown, schoolState, somebodyByDocument, startStudentRecords } from './check-ins.js'; // prettier-ignore
import { importFile } from './import-file.js';

const HEADER = '证书编号,学号,姓名,证件类型,证件号码,院校名称,专业名称,层次,学习形式,入学日期,毕业日期';
const named = () => somebodyByDocument({ name: '样例历届' });
const row = (certificateNo: string, over: Record<string, string> = {}, who = named()) => {
  const cells = { studentNo: '', start: '2016-09-01', on: '2019-06-30', ...over };
  return [certificateNo, cells.studentNo, who.name, '居民身份证', who.idNumber, '样例技工学校', '钳工', '高级工班', '全日制', cells.start, cells.on].join(','); // prettier-ignore
};
const codes = (errors: { row: number; code: string }[]) => errors.map(({ row: at, code }) => `${at} ${code}`).toSorted((one, other) => one.localeCompare(other)); // prettier-ignore

describe('Former graduates', () => {
  let service: TestService;
  const registrar = () => service.as('school-registrar', 'S001');
  const city = () => service.as('city-officer');
  const graduate = named();

  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S001'), schoolState('S002'));
    await schoolsKnown(service, 2);
  });
  afterAll(() => service?.close());

  const taken = (...rows: string[]) => importFile(service, '/former-graduates', [HEADER, ...rows]);
  const listed = async (query = '') => (await registrar().get(`/former-graduates?${query}`)).body.items;

  it('are taken over with the certificates that they have, and are told of as no graduation of today', async () => {
    const errors = await taken(
      row('渝技〔2019〕001号', { studentNo: 'OLD-77' }, graduate),
      row('渝技〔2022〕009号', { start: '2020-09-01', on: '2022-06-30' }, graduate),
      row(''),
      row('渝技〔2099〕001号', { on: '2099-06-30' }),
      row('20190630000'),
      row('20190630000'),
    );
    expect(codes(errors)).toEqual(['4 certificate-no-missing', '5 not-graduated-yet', '5 not-issued-yet', '6 duplicate-in-file', '7 duplicate-in-file']); // prettier-ignore
    expect(await listed('certificateNo=渝技〔2019〕001号')).toMatchObject([{ state: 'TAKEN_OVER', name: '样例历届', schoolName: '样例技工学校', studentNo: 'OLD-77', issueDate: '2019-06-30' }]); // prettier-ignore
    expect(await listed()).toHaveLength(3);
    const told = await service.published(FormerGraduateTakenOver, 2);
    expect(told.map(({ data }: any) => data.graduatedOn)).toEqual(expect.arrayContaining(['2019-06-30', '2022-06-30'])); // prettier-ignore
    expect(await service.published(StudentGraduated, 0)).toEqual([]);
    const figures = await registrar().get('/figures/stock?asOf=2018-06-30&schoolCode=S001');
    expect(figures.body.total).toEqual({ enrolled: 0, live: 0 });
  });

  it('are refused where the paper or the graduation is known, or the document is another one’s', async () => {
    const data = { certificateNo: '2026500000S001300001', registrationId: uuidv7(), personId: uuidv7(), schoolCode: 'S001', kind: 'GRADUATION' as const, issueDate: '2026-06-30', issuedAt: '2026-06-30T02:00:00.000Z' }; // prettier-ignore
    await service.receive(eventOf(CertificateIssued, { data, version: 1 }));
    await eventually('the certificate', async () => {
      if ((await service.query('select from registration_certificates')).length === 0) throw new Error('It is not known yet.'); // prettier-ignore
    });
    const errors = await taken(
      row('渝技〔2019〕001号'),
      row('2026500000S001300001'),
      row('渝技〔2019〕002号', {}, graduate),
      row('渝技〔2018〕001号', { on: '2018-06-30' }, { ...graduate, name: '样例别名' }),
      row('510202199001010018'),
      row('渝技〔2018〕002号', { studentNo: 'G510202199001010018' }),
    );
    expect(codes(errors)).toEqual(['2 certificate-no-taken', '3 certificate-no-taken', '4 graduate-is-known', '5 identity-mismatch', '6 holds-id-number', '7 holds-id-number']); // prettier-ignore
  });

  it('are registered for a new study as anybody', async () => {
    const [again] = await registered(service, checkedIn({ schoolCode: 'S002', person: graduate }));
    const registrationIds = [again!.registrationId];
    expect((await city().post('/registrations/batch-approve', { registrationIds })).body).toMatchObject({ accepted: 1, refused: [] }); // prettier-ignore
    expect((await listed('certificateNo=渝技〔2019〕001号'))[0].personId).toBe(again!.personId);
  });

  it('are revoked by the city with a decision, and told of again where an operator has it replayed', async () => {
    const [{ formerGraduateId }] = await listed('certificateNo=渝技〔2022〕009号');
    const decision = {
      formerGraduateIds: [formerGraduateId],
      decisionNo: '样例〔2026〕1号',
      reason: '学校误报',
    };
    expect((await registrar().post('/former-graduates/batch-revoke', decision)).status).toBe(403);
    expect((await city().post('/former-graduates/batch-revoke', decision)).body).toMatchObject({
      accepted: 1,
    });
    expect((await city().post('/former-graduates/batch-revoke', decision)).body.refused).toMatchObject([{ code: 'former-graduate-revoked' }]); // prettier-ignore
    await service.published(FormerGraduateRevoked, 1);
    await service.as('operator').post('/republish', { topic: 'student-records.graduations.v1', schoolCode: 'S001' }); // prettier-ignore
    await service.published(FormerGraduateTakenOver, 4);
    await service.published(FormerGraduateRevoked, 2);
  });

  it('are balanced by themselves, apart from the present students', async () => {
    const remark = '9 行有误';
    expect((await registrar().post('/takeover-balances', { kind: 'STOCK', remark })).body.code).toBe(
      'takeover-empty',
    );
    const { body } = await registrar().post('/takeover-balances', { kind: 'FORMER_GRADUATES', remark });
    expect(body).toMatchObject({ kind: 'FORMER_GRADUATES', state: 'SIGNED', files: 2, rows: 12, stored: 3, refused: 9 }); // prettier-ignore
    expect(body).not.toHaveProperty('active');
    expect(codes(await taken(row('渝技〔2019〕003号')))).toEqual(['2 takeover-signed-off']);
  });
});
