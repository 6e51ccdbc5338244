import { ofRegistrations, type SupervisionRule } from '../rule.js';

/** 逾期两周未复学 is a ground for withdrawal. [F7] */
export const leaveOverdue: SupervisionRule = {
  code: 'LEAVE_OVERDUE',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: { zh: '休学期满逾期未复学', en: 'The leave is over and the student has not returned' },
  remedy: {
    zh: '办理复学或退学；未成年学生须先联系监护人',
    en: 'Request the return or a withdrawal; of a minor, reach the guardian first',
  },
  threshold: { unit: 'DAYS', value: 14, least: 0, most: 365 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `registrations.state = 'ON_LEAVE' and registrations.return_expected_on + ${threshold} < ${today}`,
      facts: { returnExpectedOn: 'registrations.return_expected_on' },
    }),
};
