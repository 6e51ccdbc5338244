import { applyDecorators } from '@nestjs/common';
import { z } from 'zod';
import { routeOf } from '#commands';
import { id } from '#contracts';
import { Answers, commonProblems, refusedItems, Refuses } from '#runtime';
import type { Aggregate } from './aggregate.js';
import { componentName, idsName } from './batch-names.js';
import type { Transition } from './transition.js';

/**
 * The route of a batch: Nest's own decorators, as the transition declares them.
 * @example
 * `@Batch(rejectRegistrations)`
 * reject(`@Body({ schema: rejectRegistrations.body }) body: BodyOf<typeof rejectRegistrations>`, `@CurrentActor() actor`) {
 *   return this.transitions.batch(rejectRegistrations, body, { actor });
 * }
 */
export const Batch = (transition: Transition): MethodDecorator =>
  applyDecorators(
    routeOf(transition),
    Answers(200, batchOutcome(transition.creates ?? transition.aggregate)),
    Refuses(commonProblems, 'selection-changed'),
  );

/** The route of a transition of one record, which answers a view of it. */
export const Single = (transition: Transition, view: z.ZodType): MethodDecorator =>
  applyDecorators(
    routeOf(transition),
    Answers(200, view),
    Refuses(transition.refusals, ...Object.keys(transition.refusals)),
  );

/** What became of a batch. `ids` travel as `registrationIds` or the like: those that were done. */
export interface BatchOutcome {
  readonly accepted: number;
  readonly refused: z.infer<typeof refusedItems>;
}

const outcomes = new Map<Aggregate, z.ZodType<BatchOutcome>>();

/** The answer of every batch on an aggregate. */
export function batchOutcome(aggregate: Aggregate): z.ZodType<BatchOutcome> {
  const known = outcomes.get(aggregate);
  if (known) return known;
  const made = z
    .object({ accepted: z.int(), [idsName(aggregate)]: z.array(id), refused: refusedItems })
    .meta({ id: componentName(`${aggregate.name}-batch-outcome`) }) as unknown as z.ZodType<BatchOutcome>;
  outcomes.set(aggregate, made);
  return made;
}
