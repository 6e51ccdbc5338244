import type { QueryRunner } from 'typeorm';
import type { CertificateIssued, CertificateRevoked } from '#contracts';
import { rowLevelSecurity, type Transaction } from '#database';
import type { Received } from '#messaging';

/**
 * The table `registration_certificates`, for the first migration of a service that shows the certificates of what it holds.
 * Apart from registrations and cases: a certificate may be heard of before its graduation, since no order holds between
 * topics, and a revocation before the issue, which does not undo it.
 */
export async function createCertificateCopies(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table registration_certificates (
      certificate_no text primary key,
      registration_id uuid not null,
      school_code text not null,
      status text not null check (status in ('VALID', 'REVOKED')),
      version bigint not null
    );
    create index registration_certificates_by_registration on registration_certificates (registration_id);
    ${rowLevelSecurity('registration_certificates')}`);
}

/** Of which kind a certificate is; unknown of what was heard of before, which none of study (肄业证书) was. For a later migration of such a service. */
export const keepKindsOfCertificates = (runner: QueryRunner) =>
  runner.query('alter table registration_certificates add column kind text');

/**
 * Keeps what events say of certificates, in one statement and in the order of the key, so that two batches cannot deadlock;
 * what is older than known changes nothing.
 */
export async function keepCertificates(
  tx: Transaction,
  events: readonly Received<typeof CertificateIssued | typeof CertificateRevoked>[],
  status: 'VALID' | 'REVOKED',
): Promise<void> {
  const newest = [...new Map(events.map((event) => [event.data.certificateNo, event])).values()];
  await tx.query(
    `insert into registration_certificates as known (certificate_no, registration_id, school_code, status, version, kind)
     select certificate_no, registration_id, school_code, $5, version, kind
     from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $6::text[])
       as heard (certificate_no, registration_id, school_code, version, kind)
     order by certificate_no
     on conflict (certificate_no) do update set status = excluded.status, version = excluded.version, kind = excluded.kind
     where known.version < excluded.version`,
    [
      newest.map(({ data }) => data.certificateNo),
      newest.map(({ data }) => data.registrationId),
      newest.map(({ data }) => data.schoolCode),
      newest.map(({ version }) => version),
      status,
      newest.map(({ data }) => data.kind),
    ],
  );
}
