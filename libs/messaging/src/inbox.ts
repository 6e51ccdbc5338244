import type { Transaction } from '#database';
import type { Received } from './event.js';

/**
 * Keeps, of the events of one topic in their order, those that this service has not handled and that are not
 * older than what it has seen of their subject, and marks them as handled in the same transaction. Two statements,
 * however many events.
 */
export async function keepNew<E extends Received>(tx: Transaction, topic: string, events: E[]): Promise<E[]> {
  if (events.length === 0) return [];
  const rows = await tx.query<{ event_id: string }>(
    'insert into inbox (event_id) select distinct unnest($1::uuid[]) on conflict do nothing returning event_id',
    [events.map(({ id }) => id)],
  );
  const newIds = new Set(rows.map(({ event_id }) => event_id));
  const unhandled = events.filter(({ id }) => newIds.delete(id)); // the first of two copies in one batch
  return dropStale(unhandled, await raiseVersions(tx, topic, unhandled));
}

/** Raises the stored version of each subject to the highest in the batch; answers the versions before. */
async function raiseVersions(
  tx: Transaction,
  topic: string,
  events: Received[],
): Promise<Map<string, number>> {
  if (events.length === 0) return new Map();
  const highest = new Map<string, number>();
  for (const { subject, version } of events)
    highest.set(subject, Math.max(version, highest.get(subject) ?? 0));
  const rows = await tx.query<{ subject: string; before: string | null }>(
    `insert into aggregate_versions as known (topic, subject, version)
     select $1, * from unnest($2::text[], $3::bigint[])
     on conflict (topic, subject) do update set version = greatest(known.version, excluded.version)
     returning new.subject, old.version as before`,
    [topic, [...highest.keys()], [...highest.values()]],
  );
  return new Map(rows.map(({ subject, before }) => [subject, Number(before ?? 0)]));
}

/** Drops each event whose subject has been seen at a higher version, in the batch or before it. */
function dropStale<E extends Received>(events: E[], seen: Map<string, number>): E[] {
  return events.filter(({ subject, version }) => {
    if (version < (seen.get(subject) ?? 0)) return false;
    seen.set(subject, version);
    return true;
  });
}
