import type { TestService } from '#testing';
import { importRoutes, importsTellNothing, uploaded } from './imports.js';
import { type Request, SCHOOL } from './walked-service.js';

const TERMS = {
  kind: 'POST',
  employerUscc: '12500000450400000C',
  employerName: '样例机械有限公司',
  fromOn: '2026-03-01',
  toOn: '2026-08-31',
  insurancePolicyNo: 'PZAA2026001',
  agreementNo: '实习协议1',
  studentConsent: true,
  guardianConsent: false,
  supervisingTeacher: '赵样例',
};
const REASON = { reason: '核对' };

/** A placement of a student, and a file of placements that is only checked. */
export async function placementsOf(service: TestService, registrationId: string) {
  const registrar = service.as('school-registrar', SCHOOL);
  const sending = { ...TERMS, registrationIds: [registrationId] };
  const placementId: string = (await registrar.post('/placements', sending)).body.placementIds[0];
  const placementFile = await uploaded(registrar, '/placements/imports', [
    '学号,实习类别,实习单位统一社会信用代码,实习单位,实习首日,实习末日,保险单号,三方协议编号,学生同意,监护人同意,指导教师',
    'S00000000000,岗位实习,12500000450400000C,样例,2026-03-01,2026-08-31,PZAA2026001,协议1,是,否,赵样例',
  ]);
  const of = { placementIds: [placementId], ...REASON };
  const { reason: _, ...ended } = { ...of, endedOn: '2026-03-31' };
  const requests: Record<string, Request[]> = {
    'GET /placements': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId } }],
    'GET /placements/:placementId/history': [{ shows: 'send-on-placement' }],
    'POST /placements': [{ body: sending }],
    'POST /placements/:placementId/correct': [{ body: { ...REASON, agreementNo: '协议2' } }],
    'POST /placements/batch-extend': [{ body: { ...of, toOn: '2026-09-30' } }],
    'POST /placements/batch-end': [{ body: ended }],
    'POST /placements/batch-break-off': [{ body: { ...ended, ...REASON, breakReasonCode: 'SAFETY' } }],
    'POST /placements/batch-resume': [{ body: of }],
    'POST /placements/batch-cancel': [{ body: of }],
    ...importRoutes('/placements/imports', placementFile, '岗位实习', '学号'),
  };
  return { ids: { placementId, placementFile }, requests };
}

export const placementsTellNothing = {
  ...importsTellNothing('/placements/imports'),
  'GET /placements/export': 'a workbook of the same rows as the list, whose bytes differ each time',
};
