import { applyDecorators, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Answers, Refuses, Summary } from '#runtime';
import { Roles } from '#security';
import { type BatchTransition, batchOutcome, type SingleTransition, type Transition } from './transition.js';

/**
 * The route of a batch: Nest's own decorators, as the transition declares them.
 * @example
 * `@Batch(rejectRegistrations)`
 * reject(`@Body({ schema: rejectRegistrations.body }) body: BodyOf<typeof rejectRegistrations>`, `@CurrentActor() actor`) {
 *   return this.transitions.batch(rejectRegistrations, body, { actor, given: this });
 * }
 */
export const Batch = (transition: BatchTransition): MethodDecorator =>
  applyDecorators(
    ...routeOf(transition),
    Answers(200, batchOutcome(transition.creates ?? transition.aggregate)),
  );

/** The route of a transition of one record, which answers a view of it. */
export function Single(transition: SingleTransition, view: z.ZodType): MethodDecorator {
  const { refusals } = transition;
  return applyDecorators(
    ...routeOf(transition),
    Answers(200, view),
    Refuses(refusals, ...Object.keys(refusals)),
  );
}

const routeOf = ({ path, roles, action: { name, zh } }: Transition): MethodDecorator[] => [
  Post(path),
  Roles(...roles),
  Summary({ zh: zh.replace('了', ''), en: inWords(name) }),
];

/** `reject-registrations` → `Reject registrations`; 批准了注册 → 批准注册. */
const inWords = (name: string) => name[0]!.toUpperCase() + name.slice(1).replaceAll('-', ' ');
