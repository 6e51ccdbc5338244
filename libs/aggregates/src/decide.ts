import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import { dayInChina } from '#national-codes';
import type { Actor } from '#security';
import type { AnyState } from './aggregate.js';
import type { Asked, CaseWords } from './rules.js';
import type { AggregateStep, Given } from './step.js';

/** Who takes a step, and why. */
export interface Taking<Things> {
  /** undefined where the service itself acts */
  readonly actor?: Actor;
  /** the event that the step of a state follows from */
  readonly causeOf?: (id: string) => Received | undefined;
  /** what `context` and the facts of the step need, such as rules and a vault */
  readonly given?: Things;
}

/** Of all states, or a function that gives that of each. */
export type InputFor<State, Input> = Input | ((state: State) => Input);

export interface Refused {
  readonly id: string;
  readonly code: string;
  readonly words?: CaseWords;
}

/** What the rules know of the asking. */
export const askedBy = (tx: Transaction, actor: Actor | undefined): Asked => ({
  subject: actor?.subject ?? 'system',
  at: tx.at.toISOString(),
  today: dayInChina(tx.at),
});

/** Asks the rule of a step about states that the caller has locked. Nothing is written. */
export async function decide<State extends AnyState, Input, Things>(
  tx: Transaction,
  step: AggregateStep<State, Input, Things>,
  states: readonly State[],
  input: InputFor<State, Input>,
  { actor, given }: Taking<Things>,
) {
  const inputOf = typeof input === 'function' ? (input as (state: State) => Input) : () => input;
  const known = await step.context?.(tx, states, { ...given, actor } as Given<Things>, inputOf);
  const context = { ...known, ...askedBy(tx, actor) };
  const accepted: { before: State; standing: AnyState | undefined; after: AnyState }[] = [];
  const refused: Refused[] = [];
  for (const before of states) {
    const newId = step.creates ? uuidv7() : '';
    const decision = step.decide(before, inputOf(before), { ...context, newId });
    if (!decision.ok)
      refused.push({ id: step.aggregate.idOf(before), code: decision.code, words: decision.words });
    else if (decision.value !== before) {
      const standing = step.creates ? step.standing?.(before, context) : before;
      accepted.push({ before, standing, after: decision.value });
    }
  }
  return { accepted, refused, context, inputOf };
}
