import { IS_LIVE, ofRegistrations, type SupervisionRule } from '../rule.js';
import { HOLDER } from '../../persons/person-row.js';

export const identityMismatch: SupervisionRule = {
  code: 'IDENTITY_MISMATCH',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '同一证件号码登记为不同姓名、性别或出生日期',
    en: 'The ID number came with another name, sex or birth date',
  },
  remedy: {
    zh: '持证件核对；录入有误的一方更正身份信息',
    en: 'Compare with the papers; the school that is wrong corrects the identity',
  },
  finds: () =>
    ofRegistrations({
      from: `join persons on persons.person_id = ${HOLDER}`,
      where: `(${IS_LIVE} or registrations.state = 'SUBMITTED') and persons.verification = 'MISMATCH'`,
    }),
};
