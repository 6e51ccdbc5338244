import { IS_LIVE, ofRegistrations, type SupervisionRule } from '../rule.js';

export const liveAtClosedSchool: SupervisionRule = {
  code: 'LIVE_AT_CLOSED_SCHOOL',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '已撤销或已合并的院校仍有在籍学生',
    en: 'The school is closed or merged, and the registration is live',
  },
  remedy: {
    zh: '为学生办理转学、毕业或退学',
    en: 'Let the student be transferred, graduate or withdraw',
  },
  finds: () =>
    ofRegistrations({
      from: 'join schools using (school_code)',
      where: `${IS_LIVE} and schools.status <> 'ACTIVE'`,
      facts: { schoolStatus: 'schools.status' },
    }),
};
