import { IS_LIVE, ofRegistrations, ON_RECORD_SINCE, type SupervisionRule } from '../rule.js';

/** 企业职工非全日制学籍 names its employer [D]; who has left one finds another, or is an employee no more. */
export const employerMissing: SupervisionRule = {
  code: 'EMPLOYER_MISSING',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: {
    zh: '企业职工非全日制学生未登记用人单位',
    en: 'An employee who studies part-time has no employer on record',
  },
  remedy: {
    zh: '登记现用人单位和劳动合同编号',
    en: 'Record the present employer and the number of the contract',
  },
  threshold: { unit: 'DAYS', value: 30, least: 0, most: 365 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `${IS_LIVE} and registrations.study_mode = 'PART_TIME' and registrations.employer_uscc is null
        and (registrations.source_type = 'ENTERPRISE_EMPLOYEE' or 'ENTERPRISE_EMPLOYEE' = any (registrations.tags)
          or registrations.programme_type = 'NEW_APPRENTICESHIP')
        and coalesce(registrations.employer_left_on, ${ON_RECORD_SINCE}) + ${threshold} < ${today}`,
      facts: { employerLeftOn: 'registrations.employer_left_on' },
    }),
};
