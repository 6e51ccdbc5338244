import { Injectable } from '@nestjs/common';
import { Commands, type CommandTransaction } from '#commands';
import type { Transaction } from '#database';
import { Outbox, type Received } from '#messaging';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import type { Aggregate, AnyState } from './aggregate.js';
import type { Asked } from './rules.js';
import { type NewVersion, save, type SaveOptions, type Step } from './save.js';
import {
  type AggregateStep,
  type BatchOutcome,
  type BatchTransition,
  type Given,
  idsName,
  type SingleTransition,
} from './transition.js';

/** Who takes a step, and why. */
export interface Taking<Things> {
  /** undefined where the service itself acts */
  readonly actor?: Actor;
  /** the event that the step of a state follows from */
  readonly causeOf?: (id: string) => Received | undefined;
  /** what `context` and the facts of the step need, such as rules and a vault */
  readonly given?: Things;
}

/** What became of the states that a step was taken with. */
export interface Taken<State> {
  readonly saved: State[];
  readonly refused: { readonly id: string; readonly code: string }[];
}

/** Runs steps: locks, decides, and writes rows, history, outbox and audit, set-based and in one transaction. */
@Injectable()
export class Transitions {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  /**
   * A command on one record. The answer is what `show` reads in the same transaction, and is given again for the same
   * `Idempotency-Key`.
   * @throws Problem 404, or the refusal of the rule
   */
  one<State extends AnyState, Input, Things, View>(
    transition: SingleTransition<State, Input, any, Things>,
    id: string,
    { input, actor, given }: { input: Input; actor: Actor; given?: Things },
    show: (tx: Transaction, state: State) => Promise<View>,
  ): Promise<View> {
    return this.commands.run(actor, transition.action, async (tx) => {
      const [state] = await transition.aggregate.lock(tx, [id]);
      const { saved, refused } = state
        ? await this.take(tx, transition, [state], input, { actor, given })
        : { saved: [], refused: [{ id, code: 'not-found' }] };
      if (refused[0]) throw new Problem(transition.refusals[refused[0].code]!);
      return show(tx, saved[0]!);
    });
  }

  /** A command on many records: those that are refused are named with the reason, the others are done. */
  batch<State extends AnyState, Input, Things>(
    transition: BatchTransition<State, Input, any, Things>,
    body: Input,
    { actor, given }: { actor: Actor; given?: Things },
  ): Promise<BatchOutcome> {
    const { aggregate, action, refusals } = transition;
    const named = idsName(aggregate);
    const ids = [...new Set((body as Record<string, string[]>)[named])];
    return this.commands.run(actor, action, async (tx) => {
      const states = await aggregate.lock(tx, ids);
      const found = new Set(states.map((state) => aggregate.idOf(state)));
      const taken = await this.take(tx, transition, states, body, { actor, given });
      const missing = ids.filter((id) => !found.has(id)).map((id) => ({ id, code: 'not-found' }));
      const inOrder = new Map([...taken.refused, ...missing].map((each) => [each.id, each.code]));
      const refused = ids.flatMap((id) => {
        const code = inOrder.get(id);
        return code === undefined ? [] : { id, ...wordsOf(refusals[code]!) };
      });
      tx.refused(aggregate.name, refused);
      const done = taken.saved.map((state) => aggregate.idOf(state));
      return { accepted: done.length, [named]: done, refused };
    });
  }

  /**
   * Takes a step with states that the caller has locked, in the transaction of a reaction, a job or a larger command.
   * Refused ones stay as they are; the caller decides whether that matters.
   */
  async take<State extends AnyState, Input, Things>(
    tx: Transaction | CommandTransaction,
    step: AggregateStep<State, Input, any, Things>,
    states: readonly State[],
    input: Input,
    { actor, causeOf, given }: Taking<Things>,
  ): Promise<Taken<State>> {
    const { aggregate } = step;
    const asked = askedBy(tx, actor);
    const context = {
      ...(await step.context?.(tx, states, { ...given, actor } as Given<Things>, input)),
      ...asked,
    };
    const accepted: { before: State; after: State }[] = [];
    const refused: Taken<State>['refused'] = [];
    for (const before of states) {
      const decision = step.decide(before, input, context);
      if (decision.ok) accepted.push({ before, after: decision.value });
      else refused.push({ id: aggregate.idOf(before), code: decision.code });
    }
    const completed = await step.complete?.(tx, accepted.map(({ after }) => after), context); // prettier-ignore
    const versions = accepted.map(({ before, after }, at): NewVersion<State> => {
      const state = completed?.[at] ?? after;
      return {
        before,
        after: state,
        ...(step.noted?.(state, input) ?? noted(input)),
        causedBy: causeOf?.(aggregate.idOf(before)),
      };
    });
    const saved = await this.save(tx, aggregate, step, versions, { actor, given });
    if (saved.length > 0) await step.saved?.(tx, saved);
    return { saved, refused };
  }

  /** Writes what is new, or what a step that fits no rule of one state leads to; see {@link save}. */
  save<State extends AnyState>(
    tx: Transaction | CommandTransaction,
    aggregate: Aggregate<State>,
    step: Step,
    versions: readonly NewVersion<State>[],
    options: Omit<SaveOptions, 'outbox'>,
  ): Promise<State[]> {
    return save(tx, aggregate, step, versions, { ...options, outbox: this.outbox });
  }
}

/** What the rules know of the asking. */
export const askedBy = (tx: Transaction, actor: Actor | undefined): Asked => ({
  subject: actor?.subject ?? 'system',
  at: tx.at.toISOString(),
  today: dayInChina(tx.at),
});

function noted(input: unknown) {
  const { reason, decisionNo } = (input ?? {}) as { reason?: string; decisionNo?: string };
  return { reason, decisionNo };
}

const wordsOf = ({ code, title, detail }: { code: string; title: string; detail: string }) => ({
  code,
  title,
  detail,
});
