import { type Given, step, type Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import type { Actor } from '#security';
import { applyChange, type Outcome, replacedBy, settleChange } from '../domain/change-effect.js';
import { requestRefusals, reversalRefusals } from '../domain/change-refusals.js';
import { applyReversal, markReversed, undoneBy } from '../domain/change-reversal.js';
import type { Registration } from '../domain/registration-states.js';
import { type ChangeIn, isWaiting, type StatusChange } from '../domain/status-change.js';
import { lockForStudy } from '../persons/lock-for-study.js';
import { registrations } from '../registrations/registrations.js';
import { openTransfers } from '../transfers/transfers.js';
import { type Applying, changeContexts, type Limits, takingSeat } from './change-context.js';
import { earlyLeavingFacts, keepEarlyLeavings } from './early-leavings.js';
import { statusChangeFact } from './status-change-fact.js';
import { statusChanges } from './status-changes.js';

/** A change whose day has come; of a reversal, with what it undoes. */
interface Due {
  readonly change: StatusChange;
  readonly undone: readonly ChangeIn<'APPLIED'>[];
}

const isReversal = ({ type }: StatusChange) => type === 'REVERSAL';
const idsOf = (states: readonly Registration[]) => states.map(({ registrationId }) => registrationId);

/** 异动 takes effect: the registration follows its change. */
export const applyStatusChange = step(registrations, {
  name: 'apply-status-change',
  refuses: { ...requestRefusals, ...reversalRefusals },
  context: async (tx, states, { rules }: Given<Limits>, inputOf: (state: Registration) => Due) => {
    const byId = new Map(states.map((each) => [each.registrationId, inputOf(each)]));
    const reversals = states.filter((each) => isReversal(inputOf(each).change));
    return {
      rules,
      of: await changeContexts(tx, states, (registrationId) => byId.get(registrationId)!.change),
      studying: await lockForStudy(tx, reversals),
      transferring: reversals.length > 0 ? await openTransfers(tx, idsOf(reversals)) : new Set<string>(),
    };
  },
  decide: (each, { change, undone }: Due, { of, studying, transferring, ...context }) => {
    if (!isReversal(change))
      return takingSeat(of(each), (held) => applyChange(each, change, { ...context, ...held }));
    const transferIsOpen = transferring.has(each.registrationId);
    return studying(each, (hindrance) =>
      applyReversal(each, change, undone, { ...context, hindrance, transferIsOpen }),
    );
  },
  complete: async (tx, accepted, { rules }) => {
    await keepEarlyLeavings(tx, accepted, rules);
    return [...accepted];
  },
  noted: (_, { change: { effectiveOn, reasonCode: reason, decisionNo } }) => ({
    effectiveOn,
    reason,
    decisionNo,
  }),
  publishes: [statusChangeFact, ...earlyLeavingFacts],
});

const settle = step(statusChanges, { name: 'settle-status-change', decide: settleChange });

const markUndone = step(statusChanges, {
  name: 'reverse-status-change',
  refuses: reversalRefusals,
  decide: markReversed,
});

/**
 * Applies, of changes, those decided on whose day has come; a registration that has moved on meanwhile stays.
 * @param taking who decided on them just now, nobody at night; and the limits that they are held to again
 */
export async function applyDueChanges(
  tx: Transaction,
  transitions: Transitions,
  changes: readonly StatusChange[],
  { actor, given }: { actor?: Actor | undefined; given: Applying },
): Promise<void> {
  const due = changes.filter((each) => isWaiting(each) && each.effectiveOn <= dayInChina(tx.at));
  const undone = await lockUndone(tx, due.filter(isReversal));
  const dueOf = new Map(
    due.map((change) => [change.registrationId, { change, undone: undone.get(change.changeId) ?? [] }]),
  );
  const before = await registrations.lock(tx, [...dueOf.keys()]);
  const inputOf = ({ registrationId }: { registrationId: string }) => dueOf.get(registrationId)!;
  const { saved, refused } = await transitions.take(tx, applyStatusChange, before, inputOf, { actor, given });
  const codes = new Map(refused.map(({ id, code }) => [id, code]));
  const after = new Map(saved.map((each) => [each.registrationId, each]));
  const replaced = new Map(
    before.map((each) => [each.registrationId, replacedBy(each, after.get(each.registrationId) ?? each)]),
  );
  const outcomeOf = ({ registrationId }: StatusChange): Outcome => ({
    refusal: codes.get(registrationId),
    replaced: replaced.get(registrationId)!,
  });
  await transitions.take(tx, settle, due, outcomeOf, { actor });
  const done = [...dueOf.values()].filter(({ change }) => !codes.has(change.registrationId));
  const reversedBy = new Map(done.map(({ change }) => [change.registrationId, change.changeId]));
  const by = ({ registrationId }: StatusChange) => ({ reversedByChangeId: reversedBy.get(registrationId)! });
  await transitions.take(tx, markUndone, done.flatMap((each) => each.undone), by, { actor }); // prettier-ignore
}

/** Locks, of each reversal, what it undoes. */
async function lockUndone(tx: Transaction, reversals: readonly StatusChange[]) {
  if (reversals.length === 0) return new Map<string, ChangeIn<'APPLIED'>[]>();
  const ofThose = `registration_id = any($1) and state = 'APPLIED' order by change_id for update`;
  const applied = await statusChanges.find(tx, ofThose, [reversals.map(({ registrationId }) => registrationId)]); // prettier-ignore
  return new Map(reversals.map((each) => [each.changeId, undoneBy(each, applied as ChangeIn<'APPLIED'>[])]));
}
