import { z } from 'zod';
import { type Action, type CommandRoute, routed } from '#commands';
import { id } from '#contracts';
import type { Aggregate, AnyState } from './aggregate.js';
import type { notFoundRefusal } from './rules.js';
import { type AggregateStep, step, type StepDeclaration, type Words } from './step.js';

/** A command that leads aggregates from one state to another, with its route. */
export interface Transition<State extends AnyState = any, Input = any, Things = any>
  extends AggregateStep<State, Input, Things>, CommandRoute {
  readonly action: Action;
  readonly body: z.ZodType<Input>;
}

type InputOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

type Declares = <
  State extends AnyState,
  Shape extends z.ZodRawShape,
  Context = unknown,
  Refusals extends Words = typeof notFoundRefusal,
  Things = unknown,
  After extends AnyState = State,
>(
  aggregate: Aggregate<State>,
  declared: StepDeclaration<State, InputOf<Shape>, Context, Refusals, Things, After> &
    CommandRoute & {
      /** what the body says beside ids; give each field an example */
      readonly input: Shape;
    },
) => Transition<State, InputOf<Shape>, Things>;

/** Declares a command on one record, which its address names. */
export const transition: Declares = (aggregate, { input, ...declared }) => ({
  ...routed({ ...declared, ...step(aggregate, declared) }),
  body: z.strictObject(input).meta({ id: componentName(declared.name) }),
});

/** Most records of a batch. */
export const MAX_BATCH = 1_000;

/**
 * Declares a command on up to a thousand records: who is refused is told so, the others are done. Its body names them as
 * `registrationIds` or the like.
 */
export const batchTransition: Declares = (aggregate, { input, ...declared }) => {
  const withIds: typeof input = { [idsName(aggregate)]: z.array(id).min(1).max(MAX_BATCH), ...input };
  return transition(aggregate, { ...declared, input: withIds });
};

/**
 * A transition of one record for up to a thousand as well, by a route of its own: `:offeringId/stop` → `batch-stop`. History and
 * audit trail tell of each as of the one.
 */
export function inBatches<State extends AnyState, Input, Things>(
  one: Transition<State, Input, Things>,
): Transition<State, Input, Things> {
  const body = (one.body as unknown as z.ZodObject)
    .extend({ [idsName(one.aggregate)]: z.array(id).min(1).max(MAX_BATCH) })
    .meta({ id: componentName(`batch-${one.name}`) });
  return { ...one, path: one.path.replace(/^:\w+\//, 'batch-'), body: body as unknown as z.ZodType<Input> };
}

/** `registrationId` → `registrationIds`: where a batch names its records, in request and answer. */
export const idsName = ({ id: name }: Aggregate): string => `${name}s`;

/** `reject-registrations` → `RejectRegistrations`. */
export const componentName = (name: string) =>
  name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
