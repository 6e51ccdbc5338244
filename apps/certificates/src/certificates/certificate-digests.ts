import { CertificateDigest, CertificateDigestsPublished } from '#contracts';
import type { DigestSource } from '#reconciliation';

/** What this service tells of the certificates of a school and day. */
export const certificateDigests: DigestSource = {
  digest: CertificateDigest,
  published: CertificateDigestsPublished,
  table: 'certificates',
  day: 'issue_date',
  revoked: `status = 'REVOKED'`,
  revokedAt: 'revoked_at',
  counts: 'taken_over is null',
  columns: `school_code, registration_id, certificate_no, status = 'REVOKED' as revoked,
    coalesce(revoked_at, issued_at) as at`,
};
