import type { CertificateDigest, CertificateDigestsPublished, DataOf } from '#contracts';
import type { Transaction } from '#database';

/** The digests of all services have one form. */
type Digest = { readonly data: DataOf<typeof CertificateDigest> };
type Run = { readonly data: DataOf<typeof CertificateDigestsPublished> };

/** Keeps digests beside the older ones: none counts before its run is complete. One statement. */
export async function keepDigests(tx: Transaction, digests: readonly Digest[]): Promise<void> {
  await tx.query(
    `insert into digests (service, as_of, school_code, day, part, live, revoked, hash, items)
     select service, "asOf", "schoolCode", day, part, live, revoked, hash, items
     from jsonb_to_recordset($1::jsonb) as told (service text, "asOf" timestamptz, "schoolCode" text, day date,
       part int, live int, revoked int, hash text, items jsonb)
     on conflict do nothing`,
    [JSON.stringify(digests.map(({ data }) => data))],
  );
}

/** Two statements, however many runs. What a run did not name, the service does not hold, so older digests go. */
export async function completeRuns(tx: Transaction, runs: readonly Run[]): Promise<void> {
  const told = JSON.stringify(runs.map(({ data }) => data));
  await tx.query(
    `insert into digest_runs (service, as_of, from_day, to_day, dead_letters_open, dead_letters)
     select service, "asOf", "from", "to", "deadLettersOpen", "deadLetters"
     from jsonb_to_recordset($1::jsonb) as told (service text, "asOf" timestamptz, "from" date, "to" date,
       "deadLettersOpen" int, "deadLetters" jsonb)
     on conflict do nothing`,
    [told],
  );
  await tx.query(
    `delete from digests using jsonb_to_recordset($1::jsonb)
       as told (service text, "asOf" timestamptz, "from" date, "to" date)
     where digests.service = told.service and digests.as_of < told."asOf"
       and digests.day between told."from" and told."to"`,
    [told],
  );
}
