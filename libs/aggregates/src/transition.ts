import { z } from 'zod';
import { type Action, type CommandRoute, routed } from '#commands';
import type { Aggregate, AnyState } from './aggregate.js';
import { componentName } from './batch-names.js';
import type { notFoundRefusal } from './rules.js';
import { batchBody } from './selection.js';
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

/**
 * Declares a command on up to a thousand records: who is refused is told so, the others are done. Its body names them as
 * `registrationIds` or the like, or by the filters of their list.
 */
export const batchTransition: Declares = (aggregate, declared) => {
  const { input, name } = declared;
  return { ...transition(aggregate, declared), body: bodyOfBatch(aggregate, input, name) };
};

/**
 * A transition of one record for up to a thousand as well, by a route of its own: `:offeringId/stop` → `batch-stop`. History and
 * audit trail tell of each as of the one.
 */
export function inBatches<State extends AnyState, Input, Things>(
  one: Transition<State, Input, Things>,
): Transition<State, Input, Things> {
  const { shape } = one.body as unknown as z.ZodObject;
  const body = bodyOfBatch(one.aggregate, shape, `batch-${one.name}`);
  return { ...one, path: one.path.replace(/^:\w+\//, 'batch-'), body: body as z.ZodType<Input> };
}

/** Looked up when it is first asked for: the list of an aggregate may be declared after its batches. */
const bodyOfBatch = (aggregate: Aggregate, input: z.ZodRawShape, name: string): z.ZodType<any> =>
  z.lazy(() => batchBody(aggregate, input, name));
