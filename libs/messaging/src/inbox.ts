import type { Transaction } from '#database';
import type { Received } from './event.js';

/**
 * Keeps, of events in their order, those that this service has not handled and that are not older than what it has
 * seen of their subject, and marks them as handled in the same transaction. Two statements, however many events.
 */
export async function keepNew<E extends Received>(tx: Transaction, events: E[]): Promise<E[]> {
  if (events.length === 0) return [];
  const rows = await tx.query<{ event_id: string }>(
    `insert into inbox (event_id) select distinct id from unnest($1::uuid[]) as id order by id
     on conflict do nothing returning event_id`,
    [events.map(({ id }) => id)],
  );
  const newIds = new Set(rows.map(({ event_id }) => event_id));
  const unhandled = events.filter(({ id }) => newIds.delete(id)); // the first of two copies in one batch
  return dropStale(unhandled, await raiseVersions(tx, unhandled));
}

const subjectOf = ({ topic, subject }: Pick<Received, 'topic' | 'subject'>): string => `${topic}/${subject}`;

/** Raises the stored version of each subject to the highest in the batch; answers the versions before. */
async function raiseVersions(tx: Transaction, events: Received[]): Promise<Map<string, number>> {
  if (events.length === 0) return new Map();
  const highest = new Map<string, Received>();
  for (const event of events)
    if (event.version > (highest.get(subjectOf(event))?.version ?? -1)) highest.set(subjectOf(event), event);
  const raised = [...highest.values()];
  const rows = await tx.query<{ topic: string; subject: string; before: string | null }>(
    `insert into aggregate_versions as known (topic, subject, version)
     select topic, subject, version from unnest($1::text[], $2::text[], $3::bigint[])
       as seen (topic, subject, version) order by topic, subject
     on conflict (topic, subject) do update set version = greatest(known.version, excluded.version)
     returning new.topic, new.subject, old.version as before`,
    [
      raised.map(({ topic }) => topic),
      raised.map(({ subject }) => subject),
      raised.map(({ version }) => version),
    ],
  );
  return new Map(rows.map((row) => [`${row.topic}/${row.subject}`, Number(row.before ?? 0)]));
}

/** Drops each event whose subject has been seen at a higher version, in the batch or before it. */
function dropStale<E extends Received>(events: E[], seen: Map<string, number>): E[] {
  return events.filter((event) => {
    const subject = subjectOf(event);
    if (event.version < (seen.get(subject) ?? 0)) return false;
    seen.set(subject, event.version);
    return true;
  });
}
