import { OfferingState } from '#contracts';
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import { v7 as uuidv7 } from 'uuid';
import { importFile } from '../../apps/student-records/test/import-file.js';
import { somebody } from '../../apps/student-records/test/check-ins.js';
import { importRoutes, importsTellNothing, uploaded } from './imports.js';
import { type Request, SCHOOL } from './walked-service.js';

const HEADER = '学号,学籍状态,姓名,证件类型,证件号码,专业代码,层次,学习形式,培养类型,入学日期,学制月数';
const row = (studentNo: string) => {
  const { name, idNumber } = somebody({ name: '样例接管' });
  return `${studentNo},在读,${name},居民身份证,${idNumber},JG-1,高级工班,全日制,常规,2025-09-01,36`;
};

const GRADUATES = '证书编号,姓名,证件类型,证件号码,院校名称,专业名称,层次,学习形式,入学日期,毕业日期';
const graduate = (certificateNo: string) => {
  const { name, idNumber } = somebody({ name: '样例历届' });
  return `${certificateNo},${name},居民身份证,${idNumber},样例技工学校,钳工,高级工班,全日制,2016-09-01,2019-06-30`;
};

/** A student who is taken over, a balance that is signed off, and a file that is only checked. */
export async function takingOverOf(service: TestService) {
  const offering = { offeringId: uuidv7(), schoolCode: SCHOOL, catalogueVersion: '2022', majorCode: 'JG-1', majorName: '样例', level: 'SENIOR', mode: 'FULL_TIME', status: 'ACTIVE' }; // prettier-ignore
  await service.receive(eventOf(OfferingState, { data: offering as never, version: 1 }));
  await eventually('the offering', async () => expect(await service.query(`select from known_offerings where major_code = 'JG-1'`)).toHaveLength(1)); // prettier-ignore
  const registrar = service.as('school-registrar', SCHOOL);
  await importFile(service, '/stock-registrations', [HEADER, row('JG-0001')], SCHOOL);
  const stockFile = await uploaded(registrar, '/stock-registrations/imports', [HEADER, row('JG-0002'), row('JG号')]); // prettier-ignore
  const { balanceId } = (await registrar.post('/takeover-balances', {})).body as { balanceId: string };
  const own = { balanceId };
  await importFile(service, '/former-graduates', [GRADUATES, graduate('LJ-2019-0001')], SCHOOL);
  const graduateFile = await uploaded(registrar, '/former-graduates/imports', [GRADUATES, graduate('LJ-2019-0002'), graduate('?')]); // prettier-ignore
  const [{ formerGraduateId }] = (await registrar.get('/former-graduates')).body.items;
  const requests: Record<string, Request[]> = {
    'GET /former-graduates': [
      {},
      { query: { schoolCode: SCHOOL } },
      { query: { certificateNo: 'LJ-2019-0001' } },
    ],
    ...importRoutes('/former-graduates/imports', graduateFile, 'LJ-2019-0002', '证书编号'),
    'GET /takeover-balances': [{}, { query: { schoolCode: SCHOOL } }],
    'POST /takeover-balances/:balanceId/confirm': [{ own }],
    'POST /takeover-balances/:balanceId/return': [{ own, body: { reason: '漏报' } }],
    'POST /takeover-balances/:balanceId/reopen': [{ own, body: { reason: '漏报' } }],
    ...importRoutes('/stock-registrations/imports', stockFile, 'JG-0002', '学号'),
  };
  return { ids: { balanceId, stockFile, graduateFile, formerGraduateId }, requests };
}

export const takingOverTellsNothing = {
  ...importsTellNothing('/stock-registrations/imports'),
  ...importsTellNothing('/former-graduates/imports'),
  'POST /takeover-balances': 'signs off what the school itself has taken over',
};
