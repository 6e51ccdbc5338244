import { IS_LIVE, ofRegistrations, type SupervisionRule } from '../rule.js';

/** 最长学习年限 as it is on record; where it is not, 24 months beyond the agreed duration. [D] */
export const beyondLongestDuration: SupervisionRule = {
  code: 'BEYOND_LONGEST_DURATION',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '在籍时间超过最长修业年限',
    en: 'It is live for longer than the longest duration of study',
  },
  remedy: {
    zh: '办理毕业、结业或退学；确需延长的说明理由',
    en: 'Let the student graduate, complete or withdraw, or say why it must go on',
  },
  threshold: { unit: 'MONTHS', value: 24, least: 0, most: 60 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `${IS_LIVE} and (registrations.start_on + make_interval(months => coalesce(registrations.max_months, registrations.duration_months + ${threshold})))::date < ${today}`,
      facts: {
        startOn: 'registrations.start_on',
        durationMonths: 'registrations.duration_months',
        maxMonths: 'registrations.max_months',
      },
    }),
};
