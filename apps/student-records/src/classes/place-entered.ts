import { v7 as uuidv7 } from 'uuid';
import { askedBy, type Following } from '#aggregates';
import type { Transaction } from '#database';
import { placeInClass } from '../domain/class-membership.js';
import type { Active } from '../domain/registration-states.js';
import { classes, classMemberships } from './classes.js';

/**
 * Places who has come by a transfer in the class that the school named when it accepted them. Whom the class does not take any more,
 * since it is closed, has none until the school places them.
 */
export async function placeEntered(
  tx: Transaction,
  entered: readonly Active[],
  classOf: (each: Active) => string | undefined,
  { transitions, actor }: Pick<Following, 'transitions' | 'actor'>,
): Promise<void> {
  const named = entered.filter((each) => classOf(each) !== undefined);
  if (named.length === 0) return;
  const targets = await classes.find(tx, 'class_id = any($1) order by class_id for share', [named.map(classOf)]); // prettier-ignore
  const placed = named.flatMap((each) => {
    const effectiveOn = each.transferredInOn!;
    const target = targets.find(({ classId }) => classId === classOf(each));
    const context = { ...askedBy(tx, actor), target, current: undefined, newId: uuidv7() };
    const decision = placeInClass(each, { effectiveOn }, context);
    return decision.ok ? [{ after: decision.value, effectiveOn }] : [];
  });
  const step = { name: 'place-transferred-in-class' };
  await transitions.save(tx, classMemberships, step, placed, { actor, follows: true });
}
