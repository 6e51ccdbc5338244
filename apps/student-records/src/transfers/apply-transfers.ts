import { v7 as uuidv7 } from 'uuid';
import { type Following, step } from '#aggregates';
import { accept } from '#aggregates/rules';
import { acrossSchools, type Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { placeEntered } from '../classes/place-entered.js';
import { creditEntries, creditsEarned } from '../credits/credit-entries.js';
import { carriedCredits } from '../domain/credits.js';
import type { Active, In, Registration } from '../domain/registration-states.js';
import { settleTransfer } from '../domain/transfer-end.js';
import { transferOut, transferredIn } from '../domain/transfer-effect.js';
import type { Transfer, TransferIn } from '../domain/transfer-states.js';
import { findOfferings } from '../offerings/offerings.js';
import { allocateStudentNumbers } from '../registrations/allocate-student-numbers.js';
import { carryPhotos } from '../photos/carry-photos.js';
import { registrations } from '../registrations/registrations.js';
import { transferFact, transferredFact } from './transfer-facts.js';
import { type Limits, transfers } from './transfers.js';

type Approved = TransferIn<'APPROVED'>;

const notPending = {
  'not-pending': {
    status: 409,
    title: '该学籍已不在转学中',
    detail: 'The registration is not being transferred any more.',
    remedy: 'Read the registration: it has moved on meanwhile.',
  },
};

const leave = {
  refuses: notPending,
  decide: transferOut,
  noted: (_: unknown, { effectiveOn, reasonCode: reason }: Approved) => ({ effectiveOn, reason }),
};
/** 转出 within the city: the fact is that of the record at the other school. */
const leaveSchool = step(registrations, { ...leave, name: 'transfer-within-city' });
export const leaveCity = step(registrations, { ...leave, name: 'transfer-out', publishes: transferFact });

export const enterSchool = step(registrations, {
  name: 'transfer-in',
  decide: (each: Registration) => accept(each),
  publishes: transferredFact,
});

const settle = step(transfers, { name: 'settle-transfer', decide: settleTransfer });

/**
 * Approved transfers whose day has come take effect, at both schools, whoever has approved them last. A record that has moved on
 * meanwhile stays.
 */
export const applyDueTransfers = (
  tx: Transaction,
  decided: readonly Transfer[],
  taking: Pick<Following<unknown, Limits>, 'transitions' | 'actor' | 'given'>,
): Promise<void> => acrossSchools(tx, (all) => apply(all, decided, taking));

async function apply(
  tx: Transaction,
  decided: readonly Transfer[],
  { transitions, actor, given }: Pick<Following<unknown, Limits>, 'transitions' | 'actor' | 'given'>,
): Promise<void> {
  const today = dayInChina(tx.at);
  const due = decided.filter((each) => each.state === 'APPROVED' && each.effectiveOn <= today) as Approved[];
  const transferOf = new Map(due.map((each) => [each.registrationId, each]));
  const locked = await registrations.lock(tx, [...transferOf.keys()]);
  const inputOf = ({ registrationId }: Registration) => transferOf.get(registrationId)!;
  const [out, within] = [locked.filter((each) => inputOf(each).outside), locked.filter((each) => !inputOf(each).outside)]; // prettier-ignore
  const left = await transitions.take(tx, leaveCity, out, inputOf, { actor });
  const moved = await transitions.take(tx, leaveSchool, within, inputOf, { actor });
  const refused = new Set([...left.refused, ...moved.refused].map((each) => each.id));
  const going = within.filter(({ registrationId }) => !refused.has(registrationId));
  const entered = await enter(tx, going as In<'TRANSFER_PENDING'>[], inputOf, { transitions, actor, given });
  const newIds = new Map(entered.map((each) => [each.previousRegistrationId, each.registrationId]));
  const outcomeOf = ({ registrationId }: Transfer) => ({
    newRegistrationId: newIds.get(registrationId),
    refusal: refused.has(registrationId) ? 'not-pending' : undefined,
  });
  await transitions.take(tx, settle, due, outcomeOf, { actor });
}

/** 转入: registrations at the receiving schools, with numbers of theirs and the credits that were earned. */
async function enter(
  tx: Transaction,
  befores: readonly In<'TRANSFER_PENDING'>[],
  transferOf: (registration: Registration) => Approved,
  { transitions, actor, given }: Pick<Following<unknown, Limits>, 'transitions' | 'actor' | 'given'>,
): Promise<Active[]> {
  if (befores.length === 0) return [];
  const keepsNumber = given!.rules.transferKeepsStudentNo;
  const offerings = await findOfferings(tx, befores.map((each) => transferOf(each).targetOfferingId!)); // prettier-ignore
  const afters = befores.map((before) => {
    const transfer = transferOf(before);
    const context = { newId: uuidv7(), at: tx.at.toISOString(), keepsNumber };
    return transferredIn(before, transfer, offerings.get(transfer.targetOfferingId!)!, context);
  });
  const numbered = keepsNumber ? afters : await allocateStudentNumbers(tx, afters);
  const versions = numbered.map((after) => ({ after, effectiveOn: (after as Active).transferredInOn! }));
  const entered = (await transitions.save(tx, registrations, enterSchool, versions, { actor, follows: true })) as Active[]; // prettier-ignore
  const earned = await creditsEarned(tx, befores.map(({ registrationId }) => registrationId)); // prettier-ignore
  const carried = entered.flatMap((each) => {
    const from = each.previousRegistrationId!;
    const carrying = { from, earned: earned(from), entryId: uuidv7() };
    return carrying.earned > 0 ? { after: carriedCredits(each, carrying) } : [];
  });
  await transitions.save(tx, creditEntries, { name: 'carry-credits' }, carried, { actor, follows: true });
  await carryPhotos(tx, entered);
  const classes = new Map(befores.map((each) => [each.registrationId, transferOf(each).targetClassId]));
  await placeEntered(tx, entered, (each) => classes.get(each.previousRegistrationId!), { transitions, actor }); // prettier-ignore
  return entered;
}
