import { CaseDigest, CertificateDigest, EntryDigest } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';

/**
 * 对账: keeps what the services downstream hold of a school and day beside their older digests: none counts before its
 * run is complete. One statement.
 */
@ReactsTo(CertificateDigest, EntryDigest, CaseDigest)
export class KeepDigests {
  async handle(digests: Received<typeof CertificateDigest>[], tx: Transaction): Promise<void> {
    await tx.query(
      `insert into digests (service, as_of, school_code, day, part, live, revoked, hash, items)
       select service, "asOf", "schoolCode", day, part, live, revoked, hash, items
       from json_to_recordset($1::json) as digest (service text, "asOf" timestamptz, "schoolCode" text, day date,
         part int, live int, revoked int, hash text, items jsonb)
       on conflict do nothing`,
      [JSON.stringify(digests.map(({ data }) => data))],
    );
  }
}
