import type { Change } from '#commands';
import type { Transaction } from '#database';
import type { Outbox, Received } from '#messaging';
import { dayInChina } from '#national-codes';
import type { Actor } from '#security';
import type { Aggregate, AnyState } from './aggregate.js';
import { eventsOf, type Fact } from './fact.js';
import { historyOf } from './history.js';

/** What leads an aggregate to a new version, and what is published of it. */
export interface Step {
  /** kebab-case; history keeps it, so it is never renamed */
  readonly name: string;
  readonly publishes?: Fact | readonly Fact[];
}

/** One version of one aggregate on its way into the table. */
export interface NewVersion<State> {
  /** undefined for what is new */
  readonly before?: State;
  /** its `version` is set by {@link save} */
  readonly after: State;
  /** day in China on which it takes effect; the day of the transaction where it is left out */
  readonly effectiveOn?: string;
  readonly reason?: string;
  readonly decisionNo?: string;
  /** the event that it follows from */
  readonly causedBy?: Received;
}

/** Who leads it there, and what publishing it takes. */
export interface SaveOptions {
  readonly outbox: Outbox;
  /** who asked; undefined where the service itself acts, by an event or a job */
  readonly actor?: Actor;
  /** for `related` of the facts */
  readonly given?: unknown;
  /**
   * Of new rows: one stays out where a unique index knows its like. The columns of that index, such as `application_id`:
   * rows go in in their order, so that two batches cannot deadlock.
   */
  readonly unless?: string;
  /**
   * That index as `on conflict` names it, such as `(registration_id, kind) where status = 'ISSUED'`, where a row that any
   * other unique index knows must fail.
   */
  readonly onlyBy?: string;
  /** for what only follows from the records that were asked for, such as seats: it is no entry of the audit trail */
  readonly follows?: boolean;
}

/**
 * Writes new versions: rows, history, outbox and, in a command, what the audit trail and `If-Match` need. Two or three
 * statements for any number of aggregates. The caller has locked what is not new.
 * @returns the states as saved, with their versions; those that `unless` kept out are not among them
 */
export async function save<State extends AnyState>(
  tx: Transaction & { changed?(...changes: readonly Change[]): void },
  aggregate: Aggregate<State>,
  step: Step,
  versions: readonly NewVersion<State>[],
  options: SaveOptions,
): Promise<State[]> {
  if (versions.length === 0) return [];
  const stamped = firstOfEach(aggregate, versions).map((each) => ({
    ...each,
    after: { ...each.after, version: (each.before?.version ?? 0) + 1 },
  }));
  const written = await write(tx, aggregate, step.name, stamped, options);
  const kept = stamped.flatMap((each) => {
    const version = written.get(aggregate.idOf(each.after));
    return version === undefined ? [] : { ...each, after: { ...each.after, version } };
  });
  if (kept.length < stamped.length && options.unless === undefined)
    throw new Error(`Not every ${aggregate.name} was still at the version that was read.`);
  const saved = kept.map(({ after }) => after);
  if (!options.follows) tx.changed?.(...kept.map((each) => changeOf(aggregate, each)));
  await publish(tx, aggregate, step, kept, options);
  return saved;
}

/** An event can come twice in one batch; what it brings into being then has the same id. */
const firstOfEach = <State extends AnyState>(
  aggregate: Aggregate<State>,
  versions: readonly NewVersion<State>[],
) =>
  [...new Map(versions.toReversed().map((each) => [aggregate.idOf(each.after), each])).values()].toReversed();

async function publish<State extends AnyState>(
  tx: Transaction,
  aggregate: Aggregate<State>,
  { publishes = [] }: Step,
  versions: readonly NewVersion<State>[],
  { outbox, given }: SaveOptions,
): Promise<void> {
  const causes = new Map(versions.map(({ after, causedBy }) => [after, causedBy]));
  const states = versions.map(({ after }) => after);
  const facts = [publishes, aggregate.snapshot ?? []].flat() as Fact<State>[];
  for (const each of facts) {
    const events = await eventsOf(tx, each, states, given, (state) => causes.get(state));
    await outbox.publish(tx, events.filter((event) => event !== undefined)); // prettier-ignore
  }
}

const changeOf = <State extends AnyState>(
  aggregate: Aggregate<State>,
  { before, after }: NewVersion<State>,
): Change => ({
  aggregate: aggregate.name,
  id: aggregate.idOf(after),
  schoolCode: aggregate.schoolOf(after),
  ...(before && { from: before.version }),
  to: after.version,
});

/** Rows and history in one statement. @returns the versions of those that went in, by id */
async function write<State extends AnyState>(
  tx: Transaction,
  aggregate: Aggregate<State>,
  happened: string,
  versions: readonly NewVersion<State>[],
  { actor, unless, onlyBy = '' }: SaveOptions,
): Promise<Map<string, number>> {
  const { table, idColumn, stateColumn, personalColumns } = aggregate;
  const schoolColumn = aggregate.schoolColumn === idColumn ? null : aggregate.schoolColumn;
  const rows = changedColumns(aggregate, versions);
  const columns = Object.keys(rows[0]!);
  const saved = versions[0]!.before
    ? `update ${table} set ${columns
        .filter((name) => name !== idColumn)
        .map((name) => `${name} = given.${name}`)
        .join(', ')}
       from given where ${table}.${idColumn} = given.${idColumn} and ${table}.version = given.version - 1`
    : `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from given order by ${unless ?? idColumn}
       ${unless === undefined ? '' : `on conflict ${onlyBy} do nothing`}`;
  const given = columns.map((name) =>
    name === 'version' && !versions[0]!.before ? `${nextVersion(aggregate)} as version` : name,
  );
  const written = await tx.query<{ id: string; version: number }>(
    `with given as materialized (select ${given.join(', ')} from json_populate_recordset(null::${table}, $1) made),
     saved as (${saved} returning ${table}.*)
     insert into ${historyOf(table)} (${idColumn}, version, ${schoolColumn ? 'school_code, ' : ''}state, happened,
       effective_on, recorded_at, actor, role, decision_no, reason, cause, data)
     select saved.${idColumn}, saved.version, ${schoolColumn ? `saved.${schoolColumn}, ` : ''}${stateColumn ? `saved.${stateColumn}` : 'null'}, $2,
       about.effective_on, $11, $3, $4, about.decision_no,
       about.reason, about.cause, jsonb_strip_nulls(to_jsonb(saved) - $5::text[])
     from saved join unnest($6::text[], $7::date[], $8::text[], $9::text[], $10::uuid[])
       as about (id, effective_on, decision_no, reason, cause) on about.id = saved.${idColumn}::text
     returning ${idColumn}::text as id, version`,
    [
      JSON.stringify(rows),
      happened,
      actor?.subject ?? null,
      actor?.role ?? null,
      personalColumns,
      versions.map(({ after }) => aggregate.idOf(after)),
      versions.map(({ effectiveOn }) => effectiveOn ?? dayInChina(tx.at)),
      versions.map(({ decisionNo }) => decisionNo ?? null),
      versions.map(({ reason }) => reason ?? null),
      versions.map(({ causedBy }) => causedBy?.id ?? null),
      tx.at,
    ],
  );
  return new Map(written.map(({ id, version }) => [id, version]));
}

/** A row that was lost and comes again goes on from its history, which nothing removes. */
const nextVersion = ({ table, idColumn }: Aggregate) =>
  `1 + coalesce((select max(entry.version) from ${historyOf(table)} entry where entry.${idColumn} = made.${idColumn}), 0)`;

/** Id, version, and the columns in which any of the versions differs from the one before it. */
function changedColumns<State extends AnyState>(
  aggregate: Aggregate<State>,
  versions: readonly NewVersion<State>[],
): Record<string, unknown>[] {
  const pairs = versions.map(({ before, after }) => ({
    before: before && aggregate.rowOf(before),
    after: aggregate.rowOf(after),
  }));
  const names = aggregate.columns
    .map(({ name }) => name)
    .filter(
      (name) =>
        name === aggregate.idColumn ||
        pairs.some(({ before, after }) => before === undefined || isOther(before[name], after[name])),
    );
  return pairs.map(({ after }) => Object.fromEntries(names.map((name) => [name, after[name]])));
}

const isOther = (one: unknown, other: unknown): boolean =>
  one !== other && (typeof one !== 'object' || JSON.stringify(one) !== JSON.stringify(other));
