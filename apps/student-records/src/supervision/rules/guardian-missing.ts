import { IS_LIVE, ofRegistrations, type SupervisionRule } from '../rule.js';
import { HOLDER } from '../../persons/person-row.js';

/** Who is under 18 has a guardian on record. [D] */
export const guardianMissing: SupervisionRule = {
  code: 'GUARDIAN_MISSING',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: { zh: '未成年学生未登记监护人', en: 'A minor has no guardian on record' },
  remedy: { zh: '补充登记监护人信息', en: 'Enter the guardian' },
  finds: (today) =>
    ofRegistrations({
      from: `join persons on persons.person_id = ${HOLDER}`,
      where: `${IS_LIVE} and persons.guardian is null and persons.guardians is null
        and (persons.birth_date + interval '18 years')::date > ${today}`,
    }),
};
