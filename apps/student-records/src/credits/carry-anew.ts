import { v7 as uuidv7 } from 'uuid';
import type { Following } from '#aggregates';
import { acrossSchools, type Transaction } from '#database';
import * as rules from '../domain/credits.js';
import { recordsOfStudy } from '../transfers/study-records.js';
import { creditEntries } from './credit-entries.js';

/**
 * Lets what was compensated at a school that a student has left be missing in the sums that the schools after it carry as well; see
 * `lessCarried` of the rules.
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
    const ids = moved.flatMap(({ registrationId }) => after(registrationId));
    const carried = await creditEntries.find(
      all,
      `registration_id = any($1) and kind = 'CARRIED' and state = 'RECORDED' order by entry_id for update`,
      [ids],
    );
    const less = rules.lessCarried(
      moved,
      after,
      new Set(carried.map(({ registrationId }) => registrationId)),
    );
    const { reason } = inputOf(moved[0]);
    const step = { name: 'carry-credits' };
    const wrong = carried.filter(({ registrationId }) => less.has(registrationId));
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
