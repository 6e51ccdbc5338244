import { CaseDigestsPublished, CertificateDigestsPublished, EntryDigestsPublished } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';

/**
 * From now on the digests of this run count. What a run did not name, the service does not hold, so the older digests of
 * the same days go. Two statements, however many runs.
 */
@ReactsTo(CertificateDigestsPublished, EntryDigestsPublished, CaseDigestsPublished)
export class CompleteDigests {
  async handle(runs: Received<typeof CertificateDigestsPublished>[], tx: Transaction): Promise<void> {
    const published = JSON.stringify(runs.map(({ data }) => data));
    await tx.query(
      `insert into digest_runs (service, as_of, from_day, to_day, older_days, dead_letters_open, dead_letters)
       select service, "asOf", "from", "to", coalesce("olderDays", '{}'), "deadLettersOpen", "deadLetters"
       from json_to_recordset($1::json) as run (service text, "asOf" timestamptz, "from" date, "to" date,
         "olderDays" date[], "deadLettersOpen" int, "deadLetters" jsonb)
       on conflict do nothing`,
      [published],
    );
    await tx.query(
      `delete from digests using json_to_recordset($1::json)
         as run (service text, "asOf" timestamptz, "from" date, "to" date, "olderDays" date[])
       where digests.service = run.service and digests.as_of < run."asOf"
         and (digests.day between run."from" and run."to" or digests.day = any (run."olderDays"))`,
      [published],
    );
  }
}
