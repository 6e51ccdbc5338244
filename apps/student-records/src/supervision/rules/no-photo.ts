import { IS_LIVE, ofRegistrations, ON_RECORD_SINCE, type SupervisionRule } from '../rule.js';

/** Without a photo no certificate is made; how long a school may take for it is not laid down. [D] */
export const noPhoto: SupervisionRule = {
  code: 'NO_PHOTO',
  version: 1,
  severity: 'LOW',
  since: '2026-12-01',
  says: { zh: '在籍学生无证件照', en: 'The student has no photo' },
  remedy: { zh: '上传证件照', en: 'Upload the photo' },
  threshold: { unit: 'DAYS', value: 90, least: 0, most: 1_000 },
  finds: (today, threshold) =>
    ofRegistrations({
      where: `${IS_LIVE} and registrations.photo_sha256 is null and ${ON_RECORD_SINCE} + ${threshold} < ${today}`,
    }),
};
