import type { Transaction } from '#database';

/** A run of digests tells nothing of today any more after this long, but that the service fell silent. */
const KEPT = '30 days';

/**
 * Forgets old runs, but for the newest of each service, and digests whose run is forgotten or never ended. Without this
 * each night would leave behind the day that drops out of the span.
 */
export async function pruneDigests(tx: Transaction): Promise<void> {
  await tx.query(
    `delete from digest_runs run where as_of < now() - interval '${KEPT}'
       and exists (select from digest_runs newer where newer.service = run.service and newer.as_of > run.as_of)`,
  );
  await tx.query(
    `delete from digests where as_of < now() - interval '${KEPT}'
       and not exists (select from digest_runs run where run.service = digests.service and run.as_of = digests.as_of)`,
  );
}
