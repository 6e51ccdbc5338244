import { z } from 'zod';
import { type Action, declareActions } from '#commands';
import { id } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import { declareProblems, type ProblemList, refusedItems } from '#runtime';
import type { Actor, Role } from '#security';
import type { Aggregate, AnyState } from './aggregate.js';
import type { Fact } from './fact.js';
import type { Asked, Decision, RefusalWords } from './rules.js';
import type { NewVersion, Step } from './save.js';
import type { Transitions } from './transitions.js';

/** Words about what somebody did: Chinese, and English in the past tense, each after the name of who did it. */
export interface Sentence {
  /** 批准了注册 */
  readonly zh: string;
  /** `approved the registration` */
  readonly en: string;
}

/** What the caller of a step has for it, such as rules and a vault; and who asks, if anybody does. */
export type Given<Things = unknown> = Things & { readonly actor?: Actor };

type Words = Readonly<Record<string, RefusalWords>>;

/** Of every step: also what belongs to another school is answered so. */
export const notFoundRefusal = {
  'not-found': {
    status: 404,
    title: '未找到该记录',
    detail: 'There is no such record within your scope.',
    remedy: 'Look at the id. What belongs to another school is answered like this as well.',
  },
} as const satisfies Words;

/** What a step decides on, beside the state and the input. */
export type ContextOf<Context> = Asked & Context;

/** A step that was taken, as what follows from it needs it. */
export interface Following<Input = unknown> {
  readonly transitions: Transitions;
  readonly actor?: Actor;
  readonly inputOf: (state: any) => Input;
  readonly causeOf?: (id: string) => Received | undefined;
  /** Writes versions of other aggregates that follow: history and outbox have them, the audit trail has not. */
  readonly save: <Other extends AnyState>(
    aggregate: Aggregate<Other>,
    versions: readonly NewVersion<Other>[],
  ) => Promise<Other[]>;
}

export interface StepDeclaration<State extends AnyState, Input, Context, Refusals extends Words, Things> {
  /** kebab-case; history and audit keep it, so it is never renamed */
  readonly name: string;
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
   * it was given, the step is done already, and nothing is written.
   */
  readonly decide: (
    state: State,
    input: Input,
    context: ContextOf<Context>,
  ) => Decision<State, (keyof Refusals & string) | 'not-found'>;
  /** What only the database can give to those that are accepted, such as numbers; in a bounded number of statements. */
  readonly complete?: (
    tx: Transaction,
    accepted: readonly State[],
    context: ContextOf<Context>,
  ) => Promise<State[]>;
  /** What else changes with those that were saved, such as marks of their persons. */
  readonly saved?: (tx: Transaction, saved: readonly State[], taken: Following<Input>) => Promise<void>;
  /** What the history notes, where it is not the day of the decision and the input's `reason` and `decisionNo`. */
  readonly noted?: (
    after: State,
    input: Input,
  ) => Pick<NewVersion<State>, 'effectiveOn' | 'reason' | 'decisionNo'>;
  /** the facts that follow, the first time and on each replay */
  readonly publishes?: Fact | readonly Fact[];
}

/**
 * One step of an aggregate from state to state: rule, history and facts. A reaction, a job or an irregular command
 * takes it by `Transitions.take`; a {@link transition} is a step that has a route.
 */
export interface AggregateStep<State extends AnyState = any, Input = any, Context = any, Things = any>
  extends Omit<StepDeclaration<State, Input, Context, Words, Things>, 'refuses'>, Step {
  readonly aggregate: Aggregate<State>;
  /** what comes into being, where the states are only what it is decided on */
  readonly creates?: Aggregate;
  readonly refusals: ProblemList;
}

/** Declares a step. */
export function step<
  State extends AnyState,
  Input = unknown,
  Context = unknown,
  Refusals extends Words = typeof notFoundRefusal,
  Things = unknown,
>(
  aggregate: Aggregate<State>,
  declared: StepDeclaration<State, Input, Context, Refusals, Things>,
): AggregateStep<State, Input, Context, Things> {
  return { ...declared, aggregate, refusals: declareProblems({ ...notFoundRefusal, ...declared.refuses }) };
}

export interface TransitionDeclaration<
  State extends AnyState,
  Shape extends z.ZodRawShape,
  Context,
  Refusals extends Words,
  Things,
> extends StepDeclaration<State, z.output<z.ZodObject<Shape>>, Context, Refusals, Things> {
  /** of the route, below that of the aggregate's controller: `batch-reject`, or `:registrationId/revoke-graduation` */
  readonly path: string;
  readonly roles: readonly [Role, ...Role[]];
  /** for the audit trail, and for the summary of the route */
  readonly sentence: Sentence;
  /** what the body says beside ids; give each field an example */
  readonly input: Shape;
}

/** A command that leads aggregates from one state to another, with its route. */
export interface Transition<
  State extends AnyState = any,
  Input = any,
  Context = any,
  Things = any,
> extends AggregateStep<State, Input, Context, Things> {
  readonly path: string;
  readonly roles: readonly [Role, ...Role[]];
  readonly action: Action;
}

/** A transition of one record, which its address names. */
export interface SingleTransition<
  State extends AnyState = any,
  Input = any,
  Context = any,
  Things = any,
> extends Transition<State, Input, Context, Things> {
  readonly body: z.ZodType<Input>;
}

/** A transition of up to a thousand records: who is refused is told so, the others are done. */
export interface BatchTransition<
  State extends AnyState = any,
  Input = any,
  Context = any,
  Things = any,
> extends Transition<State, Input, Context, Things> {
  readonly body: z.ZodType<Input & { readonly ids: string[] }>;
}

/** The body of a transition's request, as its route gets it. */
export type BodyOf<Declared extends { readonly body: z.ZodType }> = z.output<Declared['body']>;

/** Most records of a batch. */
export const MAX_BATCH = 1_000;

/** `registrationId` → `registrationIds`: where a batch names its records, in request and answer. */
export const idsName = ({ id: name }: Aggregate): string => `${name}s`;

/** Declares a command on one record. */
export function transition<
  State extends AnyState,
  Shape extends z.ZodRawShape,
  Context = unknown,
  Refusals extends Words = typeof notFoundRefusal,
  Things = unknown,
>(
  aggregate: Aggregate<State>,
  declared: TransitionDeclaration<State, Shape, Context, Refusals, Things>,
): SingleTransition<State, z.output<z.ZodObject<Shape>>, Context, Things> {
  return {
    ...routed(aggregate, declared),
    body: z.strictObject(declared.input).meta({ id: bodyName(declared) }),
  };
}

/** Declares a command on many records; `ids` of its body travel as `registrationIds` or the like. */
export function batchTransition<
  State extends AnyState,
  Shape extends z.ZodRawShape,
  Context = unknown,
  Refusals extends Words = typeof notFoundRefusal,
  Things = unknown,
>(
  aggregate: Aggregate<State>,
  declared: TransitionDeclaration<State, Shape, Context, Refusals, Things>,
): BatchTransition<State, z.output<z.ZodObject<Shape>>, Context, Things> {
  const ids = z.array(id).min(1).max(MAX_BATCH);
  const body = z
    .strictObject({ [idsName(aggregate)]: ids, ...declared.input })
    .meta({ id: bodyName(declared) });
  return { ...routed(aggregate, declared), body: body as never };
}

/**
 * Declares a command that brings a new aggregate into being for each of the given ones, such as a request for leave for
 * each registration. `decide` answers the new state; the answer of the route names the new ids.
 */
export function batchCreation<
  Source extends AnyState,
  State extends AnyState,
  Shape extends z.ZodRawShape,
  Context = unknown,
  Refusals extends Words = typeof notFoundRefusal,
  Things = unknown,
>(
  source: Aggregate<Source>,
  creates: Aggregate<State>,
  declared: Omit<TransitionDeclaration<Source, Shape, Context, Refusals, Things>, 'decide'> & {
    readonly decide: (
      source: Source,
      input: z.output<z.ZodObject<Shape>>,
      context: ContextOf<Context>,
    ) => Decision<State, (keyof Refusals & string) | 'not-found'>;
  },
): BatchTransition<Source, z.output<z.ZodObject<Shape>>, Context, Things> {
  return { ...batchTransition(source, declared as never), creates };
}

function routed<State extends AnyState, Shape extends z.ZodRawShape, Context, Refusals extends Words, Things>(
  aggregate: Aggregate<State>,
  declared: TransitionDeclaration<State, Shape, Context, Refusals, Things>,
) {
  const { name, sentence, path, roles } = declared;
  const action = declareActions({ [name]: sentence })[name]!;
  return { ...step(aggregate, declared), path, roles, action };
}

/** `reject-registrations` → `RejectRegistrations`. */
const bodyName = ({ name }: { readonly name: string }) =>
  name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

const outcomes = new Map<Aggregate, z.ZodType<BatchOutcome>>();

/** What became of a batch. `ids` travel as `registrationIds` or the like: those that were done. */
export interface BatchOutcome {
  readonly accepted: number;
  readonly refused: z.infer<typeof refusedItems>;
}

/** The answer of every batch on an aggregate. */
export function batchOutcome(aggregate: Aggregate): z.ZodType<BatchOutcome> {
  const known = outcomes.get(aggregate);
  if (known) return known;
  const component = bodyName({ name: `${aggregate.name}-batch-outcome` });
  const made = z
    .object({ accepted: z.int(), [idsName(aggregate)]: z.array(id), refused: refusedItems })
    .meta({ id: component }) as unknown as z.ZodType<BatchOutcome>;
  outcomes.set(aggregate, made);
  return made;
}
