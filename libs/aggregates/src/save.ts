import { type Action, type Change, stepOf } from '#commands';
import type { Transaction } from '#database';
import type { Outbox, Received } from '#messaging';
import type { Actor } from '#security';
import type { Aggregate, AnyState } from './aggregate.js';
import { eventsOf, type Fact } from './fact.js';
import { write } from './write.js';

/** What leads an aggregate to a new version, and what is published of it. */
export interface Step {
  /** kebab-case; history keeps it, so it is never renamed */
  readonly name: string;
  readonly publishes?: Fact | readonly Fact[];
  /** in the words of the audit trail, of what somebody asks for */
  readonly action?: Action;
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
  if (!options.follows) tx.changed?.(...saved.map((state) => changeOf(aggregate, state)));
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

/** As the audit trail has it: what is new, or has moved on by one version to this one. */
export const changeOf = (aggregate: Aggregate, state: AnyState): Change =>
  stepOf(aggregate.name, aggregate.idOf(state), {
    schoolCode: aggregate.schoolOf(state),
    version: state.version,
  });
