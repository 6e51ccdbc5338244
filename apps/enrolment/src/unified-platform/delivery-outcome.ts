import { z } from 'zod';
import { id } from '#contracts';
import { Problem } from '#runtime';
import { platformNumber } from '../domain/delivery.js';
import { problems } from '../problems.js';
import { refusedNumber, refusedNumbers } from './delivered.js';
import type { DeliveredApplication, Delivery } from './delivered-application.js';

export const DeliveryOutcome = z
  .object({
    accepted: z.int(),
    delivered: z
      .array(z.object({ platformNumber, applicationId: id }))
      .describe('In the order of the delivery; the same, however often they are delivered'),
    refused: refusedNumbers,
  })
  .meta({ id: 'DeliveryOutcome' });
export type DeliveryOutcome = z.infer<typeof DeliveryOutcome>;

/** What became of each number: the id of its application, or why it was refused. */
export type Outcomes = Map<string, string | Problem>;

type Given = z.infer<typeof Delivery>['applications'];

/** Those that can be read, each number once; every number has its place among the outcomes from now on. */
export function readable(given: Given, outcomes: Outcomes): DeliveredApplication[] {
  const ofNumber = Map.groupBy(given, (each) => each.platformNumber);
  return [...ofNumber].flatMap(([number, [first, ...others]]) => {
    const isOther = (each: Given[number]) => JSON.stringify(each) !== JSON.stringify(first);
    const twice = others.some(isOther) && new Problem(problems['number-twice-in-delivery']);
    const problem = twice || ('problem' in first! ? first.problem : undefined);
    outcomes.set(number, problem ?? '');
    return problem || 'problem' in first! ? [] : [first!];
  });
}

export function outcomeOf(outcomes: Outcomes): DeliveryOutcome {
  const delivered: DeliveryOutcome['delivered'] = [];
  const refused: DeliveryOutcome['refused'] = [];
  for (const [number, outcome] of outcomes)
    if (outcome instanceof Problem) refused.push(refusedNumber(number, outcome));
    else delivered.push({ platformNumber: number, applicationId: outcome });
  return { accepted: delivered.length, delivered, refused };
}
