import { IS_LIVE, MAX_RECORDS, type SupervisionRule } from '../rule.js';
import { HOLDER } from '../../persons/person-row.js';

/**
 * Counted in the whole city by the blind index of the phone, which stays out of the finding; a school sees its own students among
 * them, and how many there are.
 */
export const sharedPhone: SupervisionRule = {
  code: 'SHARED_PHONE',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: { zh: '多名学生登记同一手机号码', en: 'Many students have one phone number' },
  remedy: {
    zh: '核对并更正学生本人联系电话；确为共用的说明原因',
    en: 'Ask each student for their own number, or say why they share one',
  },
  threshold: { unit: 'PERSONS', value: 5, least: 1, most: 100 },
  finds: (_, threshold) => `
    select school_code, min(registration_id::text) as subject, (array_agg(registration_id order by registration_id))[1:${MAX_RECORDS}] as registration_ids,
      jsonb_build_object('students', count(*), 'inTheCity', max(in_the_city)) as facts, '{}'::text[] as contributors
    from (select school_code, registration_id, phone_index, count(*) over (partition by phone_index) as in_the_city
      from registrations join persons on persons.person_id = ${HOLDER} where ${IS_LIVE} and phone_index is not null) sharing
    where in_the_city > ${threshold} group by school_code, phone_index`,
};
