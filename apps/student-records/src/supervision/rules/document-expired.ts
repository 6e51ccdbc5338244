import { joinDocument } from '../../documents/keep-validities.js';
import { HOLDER } from '../../persons/person-row.js';
import { IS_LIVE, ofRegistrations, type SupervisionRule } from '../rule.js';

/** A certificate names the document, so that it is renewed in time; the days are a default. [D] */
export const documentExpired: SupervisionRule = {
  code: 'DOCUMENT_EXPIRED',
  version: 1,
  severity: 'LOW',
  since: '2026-12-01',
  says: {
    zh: '在籍学生的证件已过有效期或即将到期',
    en: 'The document of the student has run out, or soon will',
  },
  remedy: {
    zh: '请学生换领证件，登记新证件的有效期；证件号码有变的，申请更正身份信息',
    en: 'Let the student renew it and state until when the new one is valid; ask for a correction where its number is another one',
  },
  threshold: { unit: 'DAYS', value: 60, least: 0, most: 400 },
  finds: (today, threshold) =>
    ofRegistrations({
      from: `join persons on persons.person_id = ${HOLDER} ${joinDocument('persons.person_id', 'persons.id_number_index')}`,
      where: `${IS_LIVE} and not registrations.identity_mismatch and document.valid_to < ${today} + ${threshold}`,
      facts: { validTo: 'document.valid_to' },
    }),
};
