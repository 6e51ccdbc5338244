import type { Transaction } from '#database';
import type { Received } from './event.js';

/** An event that does not go with what this service has seen of its subject. */
export interface Contradiction {
  readonly event: Received;
  /** The same version: seen with other content. A higher one: what the owner replays is older than what it once published. */
  readonly seen: number;
}

export interface NewEvents {
  /** To be handled, in their order. */
  readonly fresh: Received[];
  readonly contradictions: Contradiction[];
}

/**
 * Keeps, of events in their order, those that this service has not handled and that are not older than what it has
 * seen of their subject, and marks them as handled in the same transaction. One statement, however many events.
 * @param contentOf a UUID that is the same for the same content; none where an event is not to be compared
 */
export async function keepNew(
  tx: Transaction,
  events: Received[],
  contentOf: (event: Received) => string | null,
): Promise<NewEvents> {
  if (events.length === 0) return { fresh: [], contradictions: [] };
  const contents = new Map(events.map((event) => [event.id, contentOf(event)]));
  const { newIds, seen } = await mark(tx, events, contents);
  const contradictions: Contradiction[] = [];
  const fresh = events.filter((event) => {
    if (!newIds.delete(event.id)) return false; // the first of two copies in one batch is kept
    const before = seen.get(subjectOf(event));
    const content = contents.get(event.id) ?? null;
    if (before && event.version < before.version) {
      if (event.replayed && content) contradictions.push({ event, seen: before.version });
      return false;
    }
    const known = before?.version === event.version ? before.content : null;
    if (known && content && content !== known) contradictions.push({ event, seen: event.version });
    seen.set(subjectOf(event), { version: event.version, content: content ?? known });
    return true;
  });
  return { fresh, contradictions };
}

const subjectOf = ({ topic, subject }: Pick<Received, 'topic' | 'subject'>): string => `${topic}/${subject}`;

interface Seen {
  readonly version: number;
  readonly content: string | null;
}

/** Notes the ids that are new, and raises the version of each of their subjects to the highest in the batch. */
async function mark(tx: Transaction, events: Received[], contents: Map<string, string | null>) {
  const rows = await tx.query<
    | { event_id: string; subject: null }
    | { topic: string; subject: string; before: string | null; content: string | null }
  >(
    `with seen as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[]) with ordinality
         as seen (id, topic, subject, version, content, place)),
     fresh as (
       insert into inbox (event_id) select distinct id from seen order by id
       on conflict do nothing returning event_id),
     raised as (
       insert into aggregate_versions as known (topic, subject, version, content)
       select distinct on (topic, subject) topic, subject, version, content
       from seen where id in (select event_id from fresh)
       order by topic, subject, version desc, content is null, place desc
       on conflict (topic, subject) do update set
         version = greatest(known.version, excluded.version),
         content = case when excluded.version > known.version then excluded.content
                        when excluded.version = known.version then coalesce(excluded.content, known.content)
                        else known.content end
       returning new.topic, new.subject, old.version as before, old.content)
     select event_id, null as topic, null as subject, null as before, null as content from fresh
     union all
     select null, topic, subject, before, content from raised`,
    [
      events.map(({ id }) => id),
      events.map(({ topic }) => topic),
      events.map(({ subject }) => subject),
      events.map(({ version }) => version),
      events.map(({ id }) => contents.get(id)),
    ],
  );
  const newIds = new Set<string>();
  const seen = new Map<string, Seen>();
  for (const row of rows)
    if (row.subject === null) newIds.add(row.event_id);
    else if (row.before !== null)
      seen.set(subjectOf(row), { version: Number(row.before), content: row.content });
  return { newIds, seen };
}
