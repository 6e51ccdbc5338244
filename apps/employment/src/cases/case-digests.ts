import { CaseDigest, CaseDigestsPublished } from '#contracts';
import type { DigestSource } from '#reconciliation';

/** What this service tells of the cases of a school and day. */
export const caseDigests: DigestSource = {
  digest: CaseDigest,
  published: CaseDigestsPublished,
  table: 'cases',
  day: 'approved_on',
  revoked: `state = 'CANCELLED'`,
  revokedAt: 'cancelled_at',
  columns: `school_code, registration_id, state = 'CANCELLED' as revoked, coalesce(cancelled_at, opened_at) as at`,
};
