import { accept, type Asked, type Decision, isOwnContribution, refuse } from '#aggregates/rules';
import type { Acting } from './transfer.js';
import { type Receiving, whyNotReceived } from './transfer-receiving.js';
import type { StepRefusal } from './transfer-refusals.js';
import { isDue, type Transfer, type TransferIn } from './transfer-states.js';

/** 退回, by whose step it is: the student stays. */
export function rejectTransfer(
  transfer: Transfer,
  { reason: rejectionReason }: { readonly reason: string },
  context: Acting,
): Decision<TransferIn<'REJECTED'>, StepRefusal> {
  if (!isDue(transfer)) return refuse('transfer-not-at-this-step');
  const { subject: rejectedBy, at: rejectedAt, ownSchool, supervises } = context;
  if (isOwnContribution(rejectedBy, transfer.requestedBy)) return refuse('approver-is-submitter');
  const { schoolCode, receivingSchoolCode } = transfer;
  const theirs = {
    REQUESTED: ownSchool === schoolCode,
    RELEASED: ownSchool !== undefined && ownSchool === receivingSchoolCode,
    ACCEPTED: supervises(schoolCode) || supervises(receivingSchoolCode ?? ''),
  }[transfer.state];
  if (!theirs) return refuse('transfer-not-refused-here');
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'REJECTED', rejectedBy, rejectedAt, rejectionReason });
}

/** 撤回, by the school that has asked, until the other one has accepted. */
export function cancelTransfer(
  transfer: Transfer,
  _input: object,
  { subject: cancelledBy, at: cancelledAt, ownSchool }: Acting,
): Decision<TransferIn<'CANCELLED'>, StepRefusal> {
  if (!isDue(transfer)) return refuse('transfer-not-at-this-step');
  if (ownSchool !== (transfer.askedBySchool ?? transfer.schoolCode)) return refuse('other-school-decides');
  if (transfer.state === 'ACCEPTED' && transfer.acceptedBy) return refuse('transfer-accepted-already');
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'CANCELLED', cancelledBy, cancelledAt });
}

/**
 * 逾期, or the other school cannot receive the student any more: they stay where they are, and the transfer says why to both schools.
 * @param receivingOf what is known of the receiving end
 */
export function lapseTransfer(
  transfer: Transfer,
  _input: object,
  { today, at: lapsedAt, receivingOf }: Asked & { readonly receivingOf: (transfer: Transfer) => Receiving },
): Decision<Transfer, never> {
  if (!isDue(transfer) && transfer.state !== 'APPROVED') return accept(transfer);
  const isOverdue = isDue(transfer) && transfer.dueOn < today;
  const lapsedBecause = isOverdue ? OVERDUE[transfer.state] : whyNotReceived(transfer, receivingOf(transfer), today);
  if (lapsedBecause === undefined) return accept(transfer);
  const { dueOn: _, ...settled } = { dueOn: undefined, ...transfer };
  return accept({ ...settled, state: 'LAPSED', lapsedBecause, lapsedAt });
} // prettier-ignore

/** Whose step was not taken, for everybody to read. */
const OVERDUE = {
  REQUESTED: 'not-released-in-time',
  RELEASED: 'not-accepted-in-time',
  ACCEPTED: 'not-approved-in-time',
} as const;

/** What an approved transfer has come to on its day: applied, unless the record of the student has moved on meanwhile. */
export function settleTransfer(
  transfer: Transfer,
  { newRegistrationId, refusal }: { readonly newRegistrationId?: string; readonly refusal?: string },
  { at }: Asked,
): Decision<Transfer, never> {
  if (transfer.state !== 'APPROVED') return accept(transfer);
  if (refusal !== undefined) return accept({ ...transfer, state: 'LAPSED', lapsedBecause: refusal, lapsedAt: at });
  return accept({ ...transfer, state: 'APPLIED', appliedAt: at, ...(newRegistrationId && { newRegistrationId }) });
} // prettier-ignore
