import { ofRegistrations, ON_RECORD_SINCE, type SupervisionRule } from '../rule.js';

/** How long a school may take to place a student is not laid down. [D] */
export const noClass: SupervisionRule = {
  code: 'NO_CLASS',
  version: 1,
  severity: 'LOW',
  since: '2026-12-01',
  says: { zh: '在读学生未编班', en: 'The student is in no class' },
  remedy: { zh: '编入班级', en: 'Place the student in a class' },
  threshold: { unit: 'DAYS', value: 60, least: 0, most: 365 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `registrations.state = 'ACTIVE' and ${ON_RECORD_SINCE} + ${threshold} < ${today}
        and not exists (select from class_memberships placed where placed.registration_id = registrations.registration_id and placed.state = 'CURRENT')`,
    }),
};
