import type { DataOf, CertificateIssued } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';

type AboutCertificate = Pick<
  DataOf<typeof CertificateIssued>,
  'certificateNo' | 'registrationId' | 'schoolCode'
>;

/**
 * Notes what was heard of certificates, in one statement. It waits in its own table for a case that is not open
 * yet: no order holds between the topics of certificates and of graduations.
 */
export async function noteCertificates(
  tx: Transaction,
  events: readonly (Pick<Received, 'version'> & { data: AboutCertificate })[],
  status: 'VALID' | 'REVOKED',
): Promise<void> {
  const newest = [...new Map(events.map((event) => [event.data.certificateNo, event])).values()];
  await tx.query(
    `insert into case_certificates as known (certificate_no, registration_id, school_code, status, version)
     select certificate_no, registration_id, school_code, $5, version
     from unnest($1::text[], $2::uuid[], $3::text[], $4::integer[])
       as heard (certificate_no, registration_id, school_code, version)
     on conflict (certificate_no) do update set status = excluded.status, version = excluded.version
     where known.version < excluded.version`,
    [
      newest.map(({ data }) => data.certificateNo),
      newest.map(({ data }) => data.registrationId),
      newest.map(({ data }) => data.schoolCode),
      newest.map(({ version }) => version),
      status,
    ],
  );
}
