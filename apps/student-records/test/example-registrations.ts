import type { AuthorityTier, Deciding } from '../src/domain/deciding.js';
import type { Active, Graduated, Submitted } from '../src/domain/registration-states.js';

export const at = '2023-10-01T02:00:00.000Z';
/** 学籍 for the specs of rules: name only what matters. */
export const submitted = (differing: Partial<Submitted> = {}): Submitted => ({
  registrationId: 'r1',
  personId: 'p1',
  applicationId: 'a1',
  schoolCode: 'S001',
  offeringId: 'o1',
  planLineId: 'l1',
  year: 2023,
  season: 'AUTUMN',
  tags: [],
  channel: 'ONLINE',
  scope: 'IN_CITY',
  priorEducation: '高中',
  checkedInOn: '2023-09-01',
  submittedAt: at,
  identityMismatch: false,
  sourceType: 'SENIOR_CURRENT',
  studyMode: 'FULL_TIME',
  level: 'SENIOR',
  programmeType: 'REGULAR',
  major: { catalogueVersion: '2022', majorCode: '0106-4', name: '样例专业' },
  startOn: '2023-09-01',
  durationMonths: 36,
  submittedBy: 'registrar',
  contributors: ['importer', 'registrar'],
  version: 1,
  state: 'SUBMITTED',
  ...differing,
});
export const deciding = (
  subject: string,
  officerOf: AuthorityTier = 'CITY',
  tier: AuthorityTier | undefined = 'CITY',
): Deciding => ({ subject, at, today: '2023-10-01', officerOf, tierOf: () => tier });
const numbered = {
  state: 'ACTIVE',
  studentNo: 'S00123100001',
  approvedBy: 'officer',
  approvedAt: at,
  leavesTaken: 0,
} as const;
export const active = (differing: Partial<Active> = {}): Active => ({
  ...submitted(),
  ...numbered,
  ...differing,
});
export const graduated = (): Graduated => ({
  ...active(),
  state: 'GRADUATED',
  graduatedOn: '2026-06-30',
  graduationBatchId: 'b1',
});
