import { v7 as uuidv7 } from 'uuid';
import type { Following } from '#aggregates';
import { acrossSchools, type Transaction } from '#database';
import * as rules from '../domain/credits.js';
import { recordsOfStudy } from '../transfers/study-records.js';
import { creditEntries } from './credit-entries.js';

/**
 * Lets what was compensated at a school that a student has left be missing in the sums that the schools after it carry as well. Where one
 * of them has compensated what it carries, it counts nothing of it already.
 */
export const carryAnew = (
  tx: Transaction,
  compensated: readonly rules.CreditEntry[],
  { transitions, actor, inputOf }: Following<{ readonly reason: string }>,
): Promise<void> =>
  acrossSchools(tx, async (all) => {
    const after = await recordsOfStudy(all, compensated.map(({ registrationId }) => registrationId), 'AFTER'); // prettier-ignore
    const moved = compensated.filter(({ registrationId }) => after(registrationId).length > 0);
    if (moved.length === 0) return;
    const less = new Map<string, number>();
    for (const { registrationId, credits } of moved)
      for (const each of after(registrationId)) less.set(each, (less.get(each) ?? 0) + credits);
    const carried = await creditEntries.find(
      all,
      `registration_id = any($1) and kind = 'CARRIED' and state = 'RECORDED' order by entry_id for update`,
      [[...less.keys()]],
    );
    const { reason } = inputOf(moved[0]);
    const step = { name: 'carry-credits' };
    const wrong = carried.filter(({ registrationId }) => less.get(registrationId)! > 0);
    const ended = wrong.map((before) => ({ before, after: { ...before, state: 'COMPENSATED' as const }, reason })); // prettier-ignore
    const instead = wrong
      .flatMap((each) => [
        rules.compensationOf(each, uuidv7()),
        ...rules.carriedAnew(each, less.get(each.registrationId)!, uuidv7()),
      ])
      .map((each) => ({ after: each, reason }));
    await transitions.save(all, creditEntries, step, ended, { actor, follows: true });
    await transitions.save(all, creditEntries, step, instead, { actor, follows: true });
  });
