import type { Transaction } from '#database';
import type { Received } from '#messaging';
import { declareProblems, type ProblemList } from '#runtime';
import type { Actor } from '#security';
import type { Aggregate, AnyState } from './aggregate.js';
import type { Fact } from './fact.js';
import { type Asked, type Decision, notFoundRefusal, type RefusalWords } from './rules.js';
import type { NewVersion, Step } from './save.js';
import type { Transitions } from './transitions.js';

/** What the caller of a step has for it, such as rules and a vault; and who asks, if anybody does. */
export type Given<Things = unknown> = Things & { readonly actor?: Actor };

export type Words = Readonly<Record<string, RefusalWords>>;

/** What a step decides on, beside the state and the input. */
type ContextOf<Context> = Asked & Context & { readonly newId: string };

/** A step that was taken, as what follows from it needs it. */
export interface Following<Input = unknown, Things = any> {
  readonly transitions: Transitions;
  readonly actor?: Actor;
  /** what the caller has for the step, such as a vault */
  readonly given?: Things;
  readonly inputOf: (state: any) => Input;
  readonly causeOf?: (id: string) => Received | undefined;
  /** Writes versions of other aggregates that follow: history and outbox have them, the audit trail has not. */
  readonly save: <Other extends AnyState>(
    aggregate: Aggregate<Other>,
    versions: readonly NewVersion<Other>[],
  ) => Promise<Other[]>;
}

/** @template After states of what comes into being; of the aggregate itself where the step creates nothing */
export interface StepDeclaration<
  State,
  Input,
  Context,
  Refusals extends Words,
  Things,
  After extends AnyState,
> extends Step {
  /** what comes into being for each of the states, which are only what it is decided on, such as a request for leave */
  readonly creates?: Aggregate<After>;
  /**
   * Of `creates`: what came into being for a state before, of which the rule answers the next version instead of a second
   * one, such as an answer that is corrected by asking again.
   */
  readonly standing?: (state: State, context: NoInfer<Context>) => After | undefined;
  /** the refusals that the rule can give, with their words */
  readonly refuses?: Refusals;
  /** Reads what the rule must know beside the locked states, for all of them at once. */
  readonly context?: (
    tx: Transaction,
    states: readonly State[],
    given: Given<Things>,
    inputOf: (state: State) => Input,
  ) => Promise<Context>;
  /**
   * The rule: pure. `version` of the state that it answers is set when it is saved. Where it answers the very state that
   * it was given, the step is done already, and nothing is written. `newId` is for what comes into being.
   */
  readonly decide: (
    state: State,
    input: Input,
    context: ContextOf<NoInfer<Context>>,
  ) => Decision<NoInfer<After>, (keyof Refusals & string) | 'not-found'>;
  /** What only the database can give to those that are accepted, such as numbers; in a bounded number of statements. */
  readonly complete?: (
    tx: Transaction,
    accepted: readonly After[],
    context: ContextOf<NoInfer<Context>>,
  ) => Promise<After[]>;
  /** What else changes with those that were saved, such as marks of their persons. */
  readonly saved?: (
    tx: Transaction,
    saved: readonly After[],
    taken: Following<Input, Things>,
  ) => Promise<void>;
  /** What the history notes, where it is not the day of the decision and the input's `reason` and `decisionNo`. */
  readonly noted?: (
    after: After,
    input: Input,
  ) => Pick<NewVersion<After>, 'effectiveOn' | 'reason' | 'decisionNo'>;
  /** the facts that follow, the first time and on each replay */
  readonly publishes?: Fact | readonly Fact[];
}

/**
 * One step of an aggregate from state to state: rule, history and facts. A reaction, a job or an irregular command
 * takes it by `Transitions.take`; a `transition` is a step that has a route.
 */
export interface AggregateStep<State extends AnyState = any, Input = any, Things = any> extends Omit<
  StepDeclaration<State, Input, any, Words, Things, any>,
  'refuses'
> {
  readonly aggregate: Aggregate<State>;
  readonly refusals: ProblemList;
}

/** Declares a step. */
export const step = <
  State extends AnyState,
  Input = unknown,
  Context = unknown,
  Refusals extends Words = typeof notFoundRefusal,
  Things = unknown,
  After extends AnyState = State,
>(
  aggregate: Aggregate<State>,
  { refuses, ...declared }: StepDeclaration<State, Input, Context, Refusals, Things, After>,
): AggregateStep<State, Input, Things> => ({
  ...declared,
  aggregate,
  refusals: declareProblems({ ...notFoundRefusal, ...refuses }),
});
