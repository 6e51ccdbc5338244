import { IS_LIVE, type SupervisionRule } from '../rule.js';

/** 学期注册: the window has closed without a word of the school; a student who is still live is there or is not. */
export const unconfirmedInTerm: SupervisionRule = {
  code: 'UNCONFIRMED_IN_TERM',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: {
    zh: '学期注册期满，学校未办理该生学期注册',
    en: 'The school has said nothing of the student in a term',
  },
  remedy: {
    zh: '报主管部门重新开放后补办学期注册；已离校的办理退学',
    en: 'Confirm the student once the term is opened again, or request a withdrawal of who has left',
  },
  finds: () => `
    select registrations.school_code, missed.confirmation_id::text as subject, array[registrations.registration_id] as registration_ids,
      jsonb_build_object('term', terms.term) as facts, '{}'::text[] as contributors
    from term_confirmations missed join terms using (term_id) join registrations using (registration_id)
    where missed.state = 'MISSED' and ${IS_LIVE}`,
};
