import type { Transaction } from '#database';
import type { Received } from './event.js';

/**
 * Keeps, of events in their order, those that this service has not handled and that are not older than what it has
 * seen of their subject, and marks them as handled in the same transaction. One statement, however many events.
 */
export async function keepNew<E extends Received>(tx: Transaction, events: E[]): Promise<E[]> {
  if (events.length === 0) return [];
  const { newIds, versionsBefore } = await mark(tx, events);
  const unhandled = events.filter(({ id }) => newIds.delete(id)); // the first of two copies in one batch
  return dropStale(unhandled, versionsBefore);
}

const subjectOf = ({ topic, subject }: Pick<Received, 'topic' | 'subject'>): string => `${topic}/${subject}`;

/** Notes the ids that are new, and raises the version of each of their subjects to the highest in the batch. */
async function mark(tx: Transaction, events: Received[]) {
  const rows = await tx.query<
    { event_id: string; subject: null } | { topic: string; subject: string; before: string | null }
  >(
    `with seen as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) as seen (id, topic, subject, version)),
     fresh as (
       insert into inbox (event_id) select distinct id from seen order by id
       on conflict do nothing returning event_id),
     raised as (
       insert into aggregate_versions as known (topic, subject, version)
       select topic, subject, max(version) from seen where id in (select event_id from fresh)
       group by topic, subject order by topic, subject
       on conflict (topic, subject) do update set version = greatest(known.version, excluded.version)
       returning new.topic, new.subject, old.version as before)
     select event_id, null as topic, null as subject, null as before from fresh
     union all
     select null, topic, subject, before from raised`,
    [
      events.map(({ id }) => id),
      events.map(({ topic }) => topic),
      events.map(({ subject }) => subject),
      events.map(({ version }) => version),
    ],
  );
  const newIds = new Set<string>();
  const versionsBefore = new Map<string, number>();
  for (const row of rows)
    if (row.subject === null) newIds.add(row.event_id);
    else versionsBefore.set(subjectOf(row), Number(row.before ?? 0));
  return { newIds, versionsBefore };
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
