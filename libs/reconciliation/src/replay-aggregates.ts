import { type Aggregate, type AnyState, eventsOf, type Fact, pastVersions, type Step } from '#aggregates';
import type { TopicName } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingEvent } from '#messaging';
import type { PageRequest, Republisher } from './republishers.js';

/**
 * How an aggregate is replayed, for each topic that it publishes to: facts out of its history, each with the version
 * and data that it had; states as they are now.
 * @param steps those that publish
 * @param given what the facts need beside the state, such as a vault that opens today's identity
 */
export function replayed<State extends AnyState>(
  aggregate: Aggregate<State>,
  steps: readonly Step[],
  given?: unknown,
): Republisher[] {
  const facts = steps.flatMap(({ name, publishes = [] }) =>
    [publishes].flat().map((fact: Fact) => ({ name, fact, topic: fact.definition.topic })),
  );
  const topics = [...Map.groupBy(facts, ({ topic }) => topic)].map(([topic, those]) => {
    const names = those.map(({ name }) => name);
    return replay(aggregate, topic, async (tx, ids) => {
      const versions = await pastVersions(tx, aggregate, ids, names);
      const told = [];
      // One after the other: a transaction has one connection.
      for (const { name, fact } of those) told.push(await eventsOfStep(name, fact));
      return inOrder(versions, told);

      async function eventsOfStep(step: string, fact: Fact) {
        const past = versions.filter(({ happened }) => happened === step);
        const events = await eventsOf(tx, fact, past.map(({ state }) => state), given); // prettier-ignore
        return past.map((version, at) => ({ version, event: events[at] }));
      }
    });
  });
  const { snapshot } = aggregate;
  if (!snapshot) return topics;
  const states = replay(aggregate, snapshot.definition.topic, async (tx, ids) =>
    present(
      await eventsOf(
        tx,
        snapshot,
        await aggregate.find(tx, `${aggregate.idColumn} = any($1) order by ${aggregate.idColumn}`, [ids]),
        given,
      ),
    ),
  );
  return [...topics, states];
}

const present = <Each>(events: readonly (Each | undefined)[]) => events.filter((each) => each !== undefined);

/** The events of each version together, versions in the order in which they were read. */
function inOrder<Version>(
  versions: readonly Version[],
  events: readonly (readonly { version: Version; event: OutgoingEvent | undefined }[])[],
): OutgoingEvent[] {
  const byVersion = Map.groupBy(events.flat(), ({ version }) => version);
  return versions.flatMap((version) => byVersion.get(version)?.flatMap(({ event }) => event ?? []) ?? []);
}

/**
 * Of what belongs to the city a school's name leaves out nothing. Locks the rows of the page first, so that no newer event of theirs goes out before the one
 * that is replayed.
 */
function replay(
  { table, idColumn, idSchema, schoolColumn, columns }: Aggregate,
  topic: TopicName,
  read: (tx: Transaction, ids: string[]) => Promise<OutgoingEvent[]>,
): Republisher {
  const { type } = columns.find(({ name }) => name === idColumn)!;
  return {
    topic,
    id: idSchema,
    page: async (tx: Transaction, request: PageRequest) => {
      const rows = await tx.query<{ id: string }>(
        `select ${idColumn}::text as id from ${table}
         where ($1::${type} is null or ${idColumn} > $1) and ($2::text is null or ${schoolColumn ?? '$2'} = $2)
         order by ${idColumn} limit $3 for share`,
        [request.after, request.schoolCode, request.limit],
      );
      const ids = rows.map(({ id }) => id);
      const events = await read(tx, ids);
      return ids.length < request.limit ? { events } : { events, last: ids.at(-1)! };
    },
  };
}
