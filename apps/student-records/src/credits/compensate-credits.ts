import { v7 as uuidv7 } from 'uuid';
import { batchTransition } from '#aggregates';
import { acrossSchools, type Transaction } from '#database';
import { accountableReason } from '#security';
import * as rules from '../domain/credits.js';
import { isLive } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';
import { recordsOfStudy } from '../transfers/study-records.js';
import { carryAnew } from './carry-anew.js';
import { creditEntries } from './credit-entries.js';

/** 冲销学分, with a reason. */
export const compensateCredits = batchTransition(creditEntries, {
  name: 'compensate-credits',
  path: 'batch-compensate',
  roles: ['school-registrar'],
  sentence: { zh: '冲销了学分', en: 'compensated the entry of credits' },
  input: { reason: accountableReason.meta({ example: '成绩登记有误' }) },
  refuses: rules.compensationRefusals,
  context: liveOf,
  decide: rules.compensate,
  saved: async (tx, compensated, following) => {
    const { save, inputOf } = following;
    const versions = (compensated as rules.CreditEntry[]).map((each) => ({
      after: rules.compensationOf(each, uuidv7()),
      reason: inputOf(each).reason,
    }));
    await save(creditEntries, versions);
    await carryAnew(tx, compensated, following);
  },
});

/** Of the registrations of entries those that are live, or go on in one that is; none of them ends before this is committed. */
function liveOf(tx: Transaction, entries: readonly rules.CreditEntry[]) {
  return acrossSchools(tx, async (all) => {
    const ids = entries.map(({ registrationId }) => registrationId);
    const after = await recordsOfStudy(all, ids, 'AFTER');
    const last = new Map(ids.map((each) => [each, after(each).at(-1) ?? each]));
    const found = await registrations.find(all, 'registration_id = any($1) order by registration_id for share', [[...last.values()]]); // prettier-ignore
    const live = new Set(found.filter(isLive).map(({ registrationId }) => registrationId));
    return { live: new Set(ids.filter((each) => live.has(last.get(each)!))) };
  });
}
