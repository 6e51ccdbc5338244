import type { DataOf, EventDefinition } from '#contracts';
import type { Transaction } from '#database';
import { eventOf, type OutgoingEvent } from '#messaging';
import type { AnyState } from './aggregate.js';

/**
 * Reads what an event states beside the state of its aggregate, such as today's identity of a person: for all states
 * at once, in a bounded number of statements. `given` is what the caller has for it, such as a vault that opens seals.
 */
export type Related<State, Details, Given> = (
  tx: Transaction,
  states: readonly State[],
  given: Given,
) => Promise<(state: State) => Details>;

/** What is published of a version of an aggregate: an event type, and its data out of the state. */
export interface Fact<State = any, Details = any, Given = any> {
  readonly definition: EventDefinition;
  /** undefined where nothing is left to state, as of an erased person: then a replay leaves the event out */
  readonly dataOf: (state: State, details: Details) => Readonly<Record<string, unknown>> | undefined;
  readonly related?: Related<State, Details, Given>;
}

/**
 * An event that follows from a step, the first time and on each replay. Its data is the state itself, as far as the
 * contract has fields of the same names; the mapper says what differs.
 * @example fact(RegistrationApproved)
 * @example fact(RegistrationRejected, (each: Rejected) => ({ ...each, reason: each.rejectionReason }))
 */
export function fact<
  Definition extends EventDefinition,
  State = DataOf<Definition>,
  Details = undefined,
  Given = unknown,
>(
  definition: Definition,
  dataOf: (state: State, details: Details) => DataOf<Definition> | undefined = (state) =>
    state as DataOf<Definition>,
  related?: Related<State, Details, Given>,
): Fact<State, Details, Given> {
  return { definition, dataOf, related };
}

/** The events of versions, one for each and in their order. The contract checks the data, and drops what it has no field for. */
export async function eventsOf<State extends AnyState>(
  tx: Transaction,
  { definition, dataOf, related }: Fact<State>,
  states: readonly State[],
  given: unknown,
  causeOf: (state: State) => OutgoingEvent['causedBy'] = () => undefined,
): Promise<(OutgoingEvent | undefined)[]> {
  const detailsOf = (await related?.(tx, states, given)) ?? (() => undefined);
  return states.map((state) => {
    const data = dataOf(state, detailsOf(state));
    return data && eventOf(definition, { data, version: state.version, causedBy: causeOf(state) });
  });
}
