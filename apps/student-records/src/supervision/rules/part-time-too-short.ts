import { ofRegistrations, type SupervisionRule } from '../rule.js';

/**
 * 企业职工一年以上非全日制学籍 [S] T10, counted on what was studied and not on what was declared: from the beginning to the
 * graduation, that day included, without the days away; as the check before a graduation counts.
 */
export const partTimeTooShort: SupervisionRule = {
  code: 'PART_TIME_TOO_SHORT',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '企业职工非全日制实际学习时间不足一年即毕业',
    en: 'An employee graduated part-time after less than a year of study',
  },
  remedy: {
    zh: '核对实际学习时间；不足一年的报市级撤销毕业，继续学习',
    en: 'Check how long the student has studied; where it was less, let the city revoke the graduation',
  },
  threshold: { unit: 'MONTHS', value: 12, least: 12, most: 24 },
  finds: (_, threshold) =>
    ofRegistrations({
      where: `registrations.state = 'GRADUATED' and registrations.study_mode = 'PART_TIME'
        and (registrations.source_type = 'ENTERPRISE_EMPLOYEE' or 'ENTERPRISE_EMPLOYEE' = any (registrations.tags)
          or registrations.programme_type = 'NEW_APPRENTICESHIP')
        and registrations.graduated_on + 1 - coalesce(registrations.days_away, 0) < (registrations.start_on + make_interval(months => ${threshold}))::date`,
      facts: {
        startOn: 'registrations.start_on',
        graduatedOn: 'registrations.graduated_on',
        daysAway: 'registrations.days_away',
      },
    }),
};
