import { Injectable } from '@nestjs/common';
import { AuditLog, Commands, type CommandTransaction, stepOf } from '#commands';
import { type Transaction, Transactions } from '#database';
import { Outbox, type Received } from '#messaging';
import { dayInChina } from '#national-codes';
import { type Page, Problem } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import type { z } from 'zod';
import type { Aggregate, AnyState } from './aggregate.js';
import type { AggregateList } from './list.js';
import type { Asked } from './rules.js';
import { type NewVersion, save, type SaveOptions, type Step } from './save.js';
import {
  type AggregateStep,
  type BatchOutcome,
  type BatchTransition,
  type Given,
  idsName,
  type Transition,
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
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {}

  /** A page of a list, under the scope of who asks. @throws Problem 403 where a school asks for another one's */
  page<State extends AnyState>(
    list: AggregateList<State>,
    query: z.output<AggregateList<State>['query']>,
    actor: Actor,
  ): Promise<Page<unknown>> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, (query as { schoolCode?: string }).schoolCode);
    return this.transactions.run(scope, (tx) => list.read(tx, query));
  }

  /**
   * A command on one record. The answer is what `show` reads in the same transaction, and is given again for the same
   * `Idempotency-Key`.
   * @throws Problem 404, or the refusal of the rule
   */
  one<State extends AnyState, Input, Things, View>(
    transition: Transition<State, Input, any, Things>,
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
      return show(tx, saved[0] ?? state!);
    });
  }

  /** A command on many records: those that are refused are named with the reason, the others are done. */
  batch<State extends AnyState, Input, Things>(
    transition: BatchTransition<State, Input, any, Things>,
    body: Input,
    { actor, given }: { actor: Actor; given?: Things },
  ): Promise<BatchOutcome> {
    const { aggregate, creates = aggregate, action, refusals } = transition;
    const ids = [...new Set((body as Record<string, string[]>)[idsName(aggregate)])];
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
      const done = transition.creates
        ? taken.saved.map((state) => creates.idOf(state))
        : ids.filter((id) => !inOrder.has(id));
      return { accepted: done.length, [idsName(creates)]: done, refused };
    });
  }

  /**
   * Takes a step with states that the caller has locked, in the transaction of a reaction, a job or a larger command.
   * Refused ones stay as they are; the caller decides whether that matters. A transition that an import takes in
   * somebody's name stands in the audit trail as theirs.
   * @param input of all, or a function that gives that of each
   */
  async take<State extends AnyState, Input, Things>(
    tx: Transaction | CommandTransaction,
    step: AggregateStep<State, Input, any, Things>,
    states: readonly State[],
    input: Input | ((state: State) => Input),
    { actor, causeOf, given }: Taking<Things> = {},
  ): Promise<Taken<State>> {
    const { aggregate, creates = aggregate } = step;
    const { accepted, refused, context, inputOf } = await this.decide(tx, step, states, input, {
      actor,
      given,
    });
    const completed = await step.complete?.(tx, accepted.map(({ after }) => after), context); // prettier-ignore
    const versions = accepted.map(({ before, after }, at): NewVersion<State> => {
      const state = completed?.[at] ?? after;
      const asked = inputOf(before);
      return {
        ...(!step.creates && { before }),
        after: state,
        ...(step.noted?.(state, asked) ?? noted(asked)),
        causedBy: causeOf?.(aggregate.idOf(before)),
      };
    });
    const saved = await this.save(tx, creates, step, versions, { actor, given });
    if (actor && isTransition(step) && !('changed' in tx) && saved.length > 0) this.audit.note(tx, actor, step.action, saved.map((state) => changeOf(creates, state))); // prettier-ignore
    if (saved.length > 0)
      await step.saved?.(tx, saved, {
        transitions: this,
        actor,
        inputOf,
        causeOf,
        save: (other, following) =>
          this.save(tx, other, { name: step.name }, following, { actor, follows: true }),
      });
    return { saved, refused };
  }

  /** Like {@link take}, but nothing is written: what the rule would refuse now. */
  async tryTaking<State extends AnyState, Input, Things>(
    tx: Transaction,
    step: AggregateStep<State, Input, any, Things>,
    states: readonly State[],
    input: Input | ((state: State) => Input),
    taking: Taking<Things>,
  ): Promise<Pick<Taken<State>, 'refused'>> {
    const { refused } = await this.decide(tx, step, states, input, taking);
    return { refused };
  }

  private async decide<State extends AnyState, Input, Things>(
    tx: Transaction,
    step: AggregateStep<State, Input, any, Things>,
    states: readonly State[],
    input: Input | ((state: State) => Input),
    { actor, given }: Taking<Things>,
  ) {
    const inputOf = typeof input === 'function' ? (input as (state: State) => Input) : () => input;
    const known = await step.context?.(tx, states, { ...given, actor } as Given<Things>, inputOf);
    const context = { ...known, ...askedBy(tx, actor) };
    const accepted: { before: State; after: State }[] = [];
    const refused: Taken<State>['refused'] = [];
    for (const before of states) {
      const decision = step.decide(before, inputOf(before), context);
      if (!decision.ok) refused.push({ id: step.aggregate.idOf(before), code: decision.code });
      else if (decision.value !== before) accepted.push({ before, after: decision.value });
    }
    return { accepted, refused, context, inputOf };
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

const isTransition = (step: AggregateStep): step is Transition => 'action' in step;

const changeOf = (aggregate: Aggregate, state: AnyState) =>
  stepOf(aggregate.name, aggregate.idOf(state), {
    schoolCode: aggregate.schoolOf(state),
    version: state.version,
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
