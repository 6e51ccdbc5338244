import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords, withContributor } from '#aggregates/rules'; // prettier-ignore
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';
import { evidenceRefusals, isEvidenceOf, type KnownEvidence } from './evidence.js';
import { type InwardTransfer, type InwardTransferIn, isWaiting } from './inward-transfer-states.js';
import { addMonths, daysBetween, isMinor, monthsBetween } from './months.js';
import { decisionRefusals, inwardTransferRefusals } from './registration.js';
import type { Registration, Submitted } from './registration-states.js';
import { type Deadlines, dueFrom } from './transfer.js';
import { FINAL_YEAR, transferRefusals } from './transfer-guards.js';

export const inwardRequestRefusals = {
  'not-submitted': decisionRefusals['not-submitted'],
  ...inwardTransferRefusals,
  'inward-transfer-approved-already': {
    status: 409,
    title: '该学生的市外转入已批准',
    detail: 'What the student brings along was approved already.',
    remedy: 'Read the registration. Where it is wrong, let the registration be rejected and begin anew.',
  },
  'months-not-possible': {
    status: 409,
    title: '已修月数超过原入学日期至本校入学之间的月数',
    detail: 'More months than lie between the day of entry there and the first day here.',
    remedy: 'Give the months that the other school certifies; leave does not count.',
  },
  'transfer-in-first-semester': transferRefusals['transfer-in-first-semester'],
  'transfer-in-final-year': transferRefusals['transfer-in-final-year'],
  'guardian-consent-missing': transferRefusals['guardian-consent-missing'],
  'working-calendar-missing': transferRefusals['working-calendar-missing'],
  ...evidenceRefusals,
} as const satisfies Record<string, RefusalWords>;

type Request = Pick<InwardTransfer, 'outside' | 'enteredOn' | 'monthsStudied' | 'creditsCarried' | 'evidence' | 'evidenceId' | 'guardianConsent'>; // prettier-ignore

/** 开始在本校学习之日 */
const firstDayHere = ({ startOn, checkedInOn }: Pick<Submitted, 'startOn' | 'checkedInOn'>) =>
  startOn > checkedInOn ? startOn : checkedInOn;

/**
 * 申请市外转入, by the receiving school, of a student who has applied, checked in and waits for the registration: so person, guardian, offering
 * and entry qualification are known, and the person is held by enrolment. Not from a first semester nor into a final year, as
 * within the city [F6].
 */
export function requestInwardTransfer(
  registration: Registration,
  request: Request,
  context: Deadlines & {
    readonly newId: string;
    readonly isOpen: boolean;
    /** undefined of who was erased */
    readonly birthDate: string | undefined;
    readonly paper: KnownEvidence | undefined;
  },
): Decision<InwardTransferIn<'REQUESTED'>, CodeOf<typeof inwardRequestRefusals>> {
  if (registration.state !== 'SUBMITTED') return refuse('not-submitted');
  if (registration.transferredFromOutside) return refuse('inward-transfer-approved-already');
  if (context.isOpen) return refuse('inward-transfer-is-open');
  const { enteredOn, monthsStudied, evidenceId, guardianConsent } = request;
  if (monthsStudied > monthsBetween(enteredOn, firstDayHere(registration)))
    return refuse('months-not-possible');
  if (monthsStudied < context.rules.firstSemesterMonths) return refuse('transfer-in-first-semester');
  if (monthsStudied >= registration.durationMonths - FINAL_YEAR) return refuse('transfer-in-final-year');
  const { birthDate, today } = context;
  const isOfMinor = birthDate !== undefined && isMinor(birthDate, today);
  if (isOfMinor && guardianConsent === undefined) return refuse('guardian-consent-missing');
  if (evidenceId !== undefined && !isEvidenceOf(context.paper, registration))
    return refuse('evidence-not-found');
  const due = dueFrom(context);
  if (!due.ok) return due;
  const { registrationId, schoolCode } = registration;
  const { subject: requestedBy, at: requestedAt, newId: inwardTransferId } = context;
  const of = { inwardTransferId, registrationId, schoolCode, requestedBy, requestedAt, version: 1 };
  return accept({ ...request, ...of, state: 'REQUESTED', dueOn: due.value });
}

export const inwardStepRefusals = {
  'inward-transfer-not-at-this-step': {
    status: 409,
    title: '该市外转入申请当前不在此办理环节',
    detail: 'The transfer from outside does not wait for this step.',
    remedy: 'Read the transfer: its state says which step is next, or how it ended.',
  },
  'not-submitted': decisionRefusals['not-submitted'],
  'working-calendar-missing': transferRefusals['working-calendar-missing'],
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
type StepRefusal = CodeOf<typeof inwardStepRefusals>;

/** 校长同意接收. */
export function endorseInwardTransfer(
  transfer: InwardTransfer,
  _input: object,
  context: Deciding & Deadlines,
): Decision<InwardTransferIn<'ENDORSED'>, StepRefusal> {
  if (transfer.state !== 'REQUESTED') return refuse('inward-transfer-not-at-this-step');
  const refusal = whyNotTheirs(context, transfer, transfer.requestedBy);
  if (refusal) return refuse(refusal);
  const due = dueFrom(context);
  if (!due.ok) return due;
  const { subject: endorsedBy, at: endorsedAt } = context;
  return accept({ ...transfer, state: 'ENDORSED', endorsedBy, endorsedAt, dueOn: due.value });
}

/** 批准市外转入, by the authority, filed with both provinces. @param registration as it is by now */
export function approveInwardTransfer(
  transfer: InwardTransfer,
  { filingNo, outsideFilingNo }: { readonly filingNo: string; readonly outsideFilingNo: string },
  context: Deciding & { readonly registration: Registration },
): Decision<InwardTransferIn<'APPROVED'>, StepRefusal> {
  if (transfer.state !== 'ENDORSED') return refuse('inward-transfer-not-at-this-step');
  const refusal = whyNotTheirs(context, transfer, transfer.requestedBy, transfer.endorsedBy);
  if (refusal) return refuse(refusal);
  if (context.registration.state !== 'SUBMITTED') return refuse('not-submitted');
  const { subject: approvedBy, at: approvedAt } = context;
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'APPROVED', approvedBy, approvedAt, filingNo, outsideFilingNo });
}

/** 退回, by the principal before they endorse it, and by the authority after that: the registration goes on as anybody's. */
export function rejectInwardTransfer(
  transfer: InwardTransfer,
  { reason: rejectionReason }: { readonly reason: string },
  context: Deciding,
): Decision<InwardTransferIn<'REJECTED'>, StepRefusal> {
  const stepOf = context.officerOf === 'SCHOOL' ? 'REQUESTED' : 'ENDORSED';
  if (!isWaiting(transfer) || transfer.state !== stepOf) return refuse('inward-transfer-not-at-this-step');
  const refusal = whyNotTheirs(context, transfer, transfer.requestedBy);
  if (refusal) return refuse(refusal);
  const { subject: rejectedBy, at: rejectedAt } = context;
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'REJECTED', rejectedBy, rejectedAt, rejectionReason });
}

/** 撤回, by the school, until the authority has decided. */
export function cancelInwardTransfer(
  transfer: InwardTransfer,
  _input: object,
  { subject: cancelledBy, at: cancelledAt }: Asked,
): Decision<InwardTransferIn<'CANCELLED'>, StepRefusal> {
  if (!isWaiting(transfer)) return refuse('inward-transfer-not-at-this-step');
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'CANCELLED', cancelledBy, cancelledAt });
}

/** 逾期: nobody has taken the step that was due in time. */
export function lapseInwardTransfer(
  transfer: InwardTransfer,
  _input: object,
  { today, at: lapsedAt }: Asked,
): Decision<InwardTransfer, never> {
  if (!isWaiting(transfer) || transfer.dueOn >= today) return accept(transfer);
  const { dueOn: _, ...settled } = transfer;
  const lapsedBecause = transfer.state === 'REQUESTED' ? 'not-endorsed-in-time' : 'not-approved-in-time';
  return accept({ ...settled, state: 'LAPSED', lapsedBecause, lapsedAt });
}

/**
 * 转入认定: the studies began at the other school; the days since then that were not studied count as away, so that the term is complete when it
 * would have been there. From the first day here on the registration has its own changes.
 */
export function recogniseInwardTransfer(
  registration: Registration,
  { enteredOn, monthsStudied, outside: { province, name }, requestedBy, endorsedBy }: InwardTransferIn<'APPROVED'>,
): Decision<Submitted, 'not-submitted'> {
  if (registration.state !== 'SUBMITTED') return refuse('not-submitted');
  const stateSince = firstDayHere(registration);
  return accept({
    ...registration,
    startOn: enteredOn,
    stateSince,
    daysAway: daysBetween(addMonths(enteredOn, monthsStudied), stateSince),
    monthsCarried: monthsStudied,
    transferredFromOutside: { province, name },
    contributors: [requestedBy, endorsedBy].reduce(withContributor, registration.contributors),
  });
} // prettier-ignore
