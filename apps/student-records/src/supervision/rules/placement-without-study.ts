import { ofRegistrations, type SupervisionRule } from '../rule.js';

/** Who is away or has left is sent nowhere; a graduate may stay with the employer, and is not meant. [D] */
export const placementWithoutStudy: SupervisionRule = {
  code: 'PLACEMENT_WITHOUT_STUDY',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '学生已休学、保留学籍或离校，实习未结束',
    en: 'The student is away or has left, and the placement goes on',
  },
  remedy: {
    zh: '结束、中止或作废该实习',
    en: 'End the placement, break it off or cancel it',
  },
  finds: (today) =>
    ofRegistrations({
      where: `registrations.state in ('ON_LEAVE', 'RETAINED', 'TRANSFERRED_OUT', 'WITHDRAWN', 'EXPELLED', 'DECEASED', 'CANCELLED')
        and exists (select from placements where placements.registration_id = registrations.registration_id
          and placements.state = 'AGREED' and placements.to_on >= ${today})`,
      facts: { state: 'registrations.state', since: 'registrations.state_since' },
    }),
};
