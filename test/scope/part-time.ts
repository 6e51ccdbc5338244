import type { TestService } from '#testing';
import { activeStudents } from '../../apps/student-records/test/check-ins.js';
import { importRoutes, importsTellNothing, uploaded } from './imports.js';
import { type Request, SCHOOL } from './walked-service.js';

const IMPORTS = '/part-time-registrations/employers/imports';
const EMPLOYER = {
  uscc: '91500000MA5U000010',
  name: '样例企业',
  contractNo: 'HT-1',
  effectiveOn: '2026-09-01',
};

/** A part-time student, and a file of employers that is only checked. */
export async function partTimeOf(service: TestService) {
  const [partTimer] = (await activeStudents(service, 1, SCHOOL)) as [string];
  await service.query(`update registrations set study_mode = 'PART_TIME' where registration_id = $1`, [
    partTimer,
  ]);
  const employerFile = await uploaded(service.as('school-registrar', SCHOOL), IMPORTS, [
    '学号,用人单位统一社会信用代码,用人单位名称,劳动合同编号,变更日期',
    'S00000000000,91500000MA5U000010,样例企业,HT-1,2026-09-01',
  ]);
  const registrationIds = [partTimer];
  const requests: Record<string, Request[]> = {
    'GET /part-time-registrations': [{}, { query: { schoolCode: SCHOOL } }],
    'GET /part-time-registrations/:registrationId/employers': [{}],
    'POST /part-time-registrations/batch-change-employer': [{ body: { ...EMPLOYER, registrationIds } }],
    'POST /part-time-registrations/batch-leave-employer': [
      { body: { effectiveOn: '2026-09-01', reason: '期满', registrationIds } },
    ],
    ...importRoutes(IMPORTS, employerFile, '样例企业', '学号'),
  };
  return { ids: { partTimer, employerFile }, requests };
}

export const partTimeTellsNothing = {
  ...importsTellNothing(IMPORTS),
  'GET /part-time-registrations/export':
    'a workbook of the same rows as the list, whose bytes differ each time',
};
