import { EntryDigest, EntryDigestsPublished } from '#contracts/published';
import type { DigestSource } from '#reconciliation';

/** What the lookup tells of its entries of a school and day. Whatever is not revoked counts as live. */
export const entryDigests: DigestSource = {
  digest: EntryDigest,
  published: EntryDigestsPublished,
  table: 'entries',
  day: 'issue_date',
  revoked: `status = 'REVOKED'`,
  revokedAt: 'status_at',
  counts: 'not taken_over',
  columns: `school_code, certificate_no, status = 'REVOKED' as revoked, status_at as at`,
};
