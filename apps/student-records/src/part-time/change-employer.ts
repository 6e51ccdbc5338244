import { batchTransition } from '#aggregates';
import { day } from '#contracts';
import { parseUscc } from '#national-codes';
import { accountableReason, clearText, typed } from '#security';
import { changeEmployer, employerRefusals, leaveEmployer } from '../domain/employer-change.js';
import { registrations } from '../registrations/registrations.js';

/** 变更用人单位, for many at once. */
export const changeEmployers = batchTransition(registrations, {
  name: 'change-employer',
  path: 'batch-change-employer',
  roles: ['school-registrar'],
  sentence: { zh: '登记了用人单位变更', en: 'recorded the change of employer' },
  input: {
    uscc: typed(parseUscc).meta({ description: '统一社会信用代码', example: '91500000MA5U000010' }),
    name: clearText(100).meta({ description: '单位名称', example: '样例企业' }),
    contractNo: accountableReason.meta({ description: '劳动合同编号', example: 'HT-2026-08' }),
    effectiveOn: day.describe('变更日期, up to today'),
  },
  refuses: employerRefusals,
  decide: changeEmployer,
});

/** 离开用人单位 */
export const leaveEmployers = batchTransition(registrations, {
  name: 'leave-employer',
  path: 'batch-leave-employer',
  roles: ['school-registrar'],
  sentence: { zh: '登记了离开用人单位', en: 'recorded that the student has left the employer' },
  input: {
    effectiveOn: day.describe('离开日期, up to today'),
    reason: accountableReason.meta({ example: '劳动合同期满' }),
  },
  refuses: employerRefusals,
  decide: leaveEmployer,
});
