import { ofRegistrations, type SupervisionRule } from '../rule.js';

/** 保留学籍: who served in the army returns within two years after discharge [M]; the day is on record. */
export const retentionOverdue: SupervisionRule = {
  code: 'RETENTION_OVERDUE',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: {
    zh: '保留学籍期满逾期未复学',
    en: 'The time for which the registration was retained is over and the student has not returned',
  },
  remedy: {
    zh: '办理复学或退学；仍在服役的补充服役证明并延长保留期限',
    en: 'Request the return or a withdrawal; of who still serves, extend the retention by proof',
  },
  threshold: { unit: 'DAYS', value: 14, least: 0, most: 365 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `registrations.state = 'RETAINED' and registrations.return_expected_on + ${threshold} < ${today}`,
      facts: { returnExpectedOn: 'registrations.return_expected_on' },
    }),
};
