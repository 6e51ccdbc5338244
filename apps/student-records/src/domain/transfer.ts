import { accept, type Asked, type CodeOf, type Decision, isOwnContribution, otherAuthorityRefusal, ownContributionRefusals, refuse, type RefusalWords } from '#aggregates/rules'; // prettier-ignore
import { evidenceRefusals, isEvidenceOf, type KnownEvidence } from './evidence.js';
import type { Registration } from './registration-states.js';
import { type TransferContext, transferRefusals, whyNoTransfer } from './transfer-guards.js';
import { type Due, isDue, type Transfer, type TransferIn } from './transfer-states.js';
import { addWorkingDays, type CalendarOf } from './working-days.js';

type Requested = Pick<
  TransferIn<'REQUESTED'>,
  | 'receivingSchoolCode'
  | 'outside'
  | 'reasonCode'
  | 'effectiveOn'
  | 'evidence'
  | 'evidenceId'
  | 'guardianConsent'
>;

export interface Deadlines extends Asked {
  readonly rules: TransferContext['rules'];
  readonly calendarOf: CalendarOf;
}

/** 办理期限 of the step that comes next, in working days [F6]. */
export const dueFrom = ({ today, rules, calendarOf }: Deadlines) =>
  addWorkingDays(today, rules.transferStepWorkingDays, calendarOf);

export const transferRequestRefusals = { ...transferRefusals, ...evidenceRefusals } as const satisfies Record<string, RefusalWords>; // prettier-ignore

/** 申请转学, by the school that the student leaves. */
export function requestTransfer(
  registration: Registration,
  request: Requested,
  context: TransferContext &
    Deadlines & { newId: string; isOpen: boolean; receivingIsActive: boolean; paper?: KnownEvidence | undefined },
): Decision<TransferIn<'REQUESTED'>, CodeOf<typeof transferRequestRefusals>> {
  const refusal = whyNoTransfer(registration, request, context);
  if (refusal) return refuse(refusal);
  if (registration.state !== 'ACTIVE') return refuse('not-active');
  if (context.isOpen) return refuse('transfer-is-open');
  const { receivingSchoolCode, outside } = request;
  const isWithin = receivingSchoolCode !== undefined;
  const elsewhere = receivingSchoolCode !== registration.schoolCode && context.receivingIsActive;
  if (isWithin === (outside !== undefined) || (isWithin && !elsewhere)) return refuse('transfer-target-not-possible');
  if (request.evidenceId !== undefined && !isEvidenceOf(context.paper, registration)) return refuse('evidence-not-found');
  const due = dueFrom(context);
  if (!due.ok) return due;
  const { registrationId, schoolCode, studentNo } = registration;
  const { subject: requestedBy, at: requestedAt, newId: transferId } = context;
  const of = { transferId, registrationId, schoolCode, studentNo, requestedBy, requestedAt, version: 1 };
  return accept({ ...request, ...of, state: 'REQUESTED', dueOn: due.value });
} // prettier-ignore

export const transferStepRefusals = {
  'transfer-not-at-this-step': {
    status: 409,
    title: '该转学申请当前不在此办理环节',
    detail: 'The transfer does not wait for this step.',
    remedy: 'Read the transfer: its state says which step is next, or how it ended.',
  },
  'other-school-decides': {
    status: 403,
    title: '此环节由另一所院校办理',
    detail: 'The step belongs to the other school of the transfer.',
    remedy: 'Let the school that is named as the one of this step take it.',
  },
  'authority-of-neither-school': {
    status: 403,
    title: '转出、接收院校均不属本部门主管，或本部门已批准',
    detail: 'Neither of the schools whose authority has still to approve is supervised by this one.',
    remedy: 'Let the authority of the school approve that has not done so yet; the tier of the school says whose it is.',
  },
  'offering-does-not-fit': {
    status: 409,
    title: '接收专业点须为本校在招专业点，且学习形式、培养层次与原学籍一致',
    detail: 'The offering is not an active one of the receiving school in the study mode and at the level of the student.',
    remedy: 'Name another offering of the school; study mode and level do not change with a transfer.',
  },
  'filing-numbers-missing': {
    status: 409,
    title: '跨省市转学须填写本省市和对方省市备案号',
    detail: 'A transfer out of the city is filed with both provinces.',
    remedy: 'Give `filingNo` and `outsideFilingNo`.',
  },
  'transfer-accepted-already': {
    status: 409,
    title: '接收院校已同意接收，不能撤回',
    detail: 'The receiving school has accepted the student: the transfer cannot be cancelled any more.',
    remedy: 'An authority can still refuse it.',
  },
  'transfer-not-refused-here': {
    status: 403,
    title: '当前环节不由本单位办理，不能退回',
    detail: 'Whoever refuses a transfer is whose step it is.',
    remedy: 'Read the transfer: its state says whose step is next.',
  },
  ...otherAuthorityRefusal,
  ...ownContributionRefusals,
  ...transferRefusals,
} as const satisfies Record<string, RefusalWords>; // prettier-ignore
type StepRefusal = CodeOf<typeof transferStepRefusals>;

/** Who takes a step: a school, or an authority with the schools of its tier. */
export interface Acting extends Deadlines {
  readonly ownSchool: string | undefined;
  /** whether the schools of this authority and tier are theirs to decide on */
  readonly supervises: (schoolCode: string) => boolean;
}

const contributors = (transfer: Due): string[] =>
  [
    transfer.requestedBy,
    ...(transfer.state === 'REQUESTED' ? [] : [transfer.releasedBy]),
    ...(transfer.state === 'ACCEPTED' ? [transfer.acceptedBy] : []),
  ].filter((each) => each !== undefined);

/** 同意转出, by the principal. A transfer out of the city goes to its authority then: the outside school has accepted by letter. */
export function releaseTransfer(
  transfer: Transfer,
  _input: object,
  context: Acting & { readonly registration: Registration; readonly held: TransferContext },
): Decision<TransferIn<'RELEASED' | 'ACCEPTED'>, StepRefusal> {
  if (transfer.state !== 'REQUESTED') return refuse('transfer-not-at-this-step');
  if (context.ownSchool !== transfer.schoolCode) return refuse('other-school-decides');
  const { subject: releasedBy, at: releasedAt } = context;
  if (isOwnContribution(releasedBy, transfer.requestedBy)) return refuse('approver-is-submitter');
  const refusal = whyNoTransfer(context.registration, transfer, context.held);
  if (refusal) return refuse(refusal);
  const due = dueFrom(context);
  if (!due.ok) return due;
  const state = transfer.outside ? 'ACCEPTED' : 'RELEASED';
  return accept({ ...transfer, state, releasedBy, releasedAt, dueOn: due.value });
}

/** 同意接收, by the receiving school, for an offering of its own. */
export function acceptTransfer(
  transfer: Transfer,
  { targetOfferingId }: { readonly targetOfferingId: string },
  context: Acting & { readonly offeringFits: boolean },
): Decision<TransferIn<'ACCEPTED'>, StepRefusal> {
  if (transfer.state !== 'RELEASED') return refuse('transfer-not-at-this-step');
  if (context.ownSchool !== transfer.receivingSchoolCode) return refuse('other-school-decides');
  if (!context.offeringFits) return refuse('offering-does-not-fit');
  const { subject: acceptedBy, at: acceptedAt } = context;
  if (isOwnContribution(acceptedBy, ...contributors(transfer))) return refuse('approver-is-submitter');
  const due = dueFrom(context);
  if (!due.ok) return due;
  return accept({
    ...transfer,
    state: 'ACCEPTED',
    acceptedBy,
    acceptedAt,
    targetOfferingId,
    dueOn: due.value,
  });
}

/** The same authority for both schools approves once. */
const hasApproved = (transfer: TransferIn<'ACCEPTED'>) =>
  transfer.sendingApprovedBy !== undefined &&
  (transfer.receivingSchoolCode === undefined || transfer.receivingApprovedBy !== undefined);

/**
 * 审批, by the authorities of both schools, each of its tier; the last of them settles the day: never one that is over, so that the
 * student is at one school on every day.
 */
export function approveTransfer(
  transfer: Transfer,
  { filingNo, outsideFilingNo }: { readonly filingNo?: string; readonly outsideFilingNo?: string },
  context: Acting,
): Decision<TransferIn<'ACCEPTED' | 'APPROVED'>, StepRefusal> {
  if (transfer.state !== 'ACCEPTED') return refuse('transfer-not-at-this-step');
  const { subject, at, today } = context;
  if (isOwnContribution(subject, ...contributors(transfer))) return refuse('approver-is-submitter');
  const { schoolCode, receivingSchoolCode: receiving } = transfer;
  const sends = transfer.sendingApprovedBy === undefined && context.supervises(schoolCode);
  const receives = receiving !== undefined && transfer.receivingApprovedBy === undefined && context.supervises(receiving);
  if (!sends && !receives) return refuse('authority-of-neither-school');
  if (transfer.outside && (filingNo === undefined || outsideFilingNo === undefined)) return refuse('filing-numbers-missing');
  const after = {
    ...transfer,
    ...(sends && { sendingApprovedBy: subject, sendingApprovedAt: at }),
    ...(receives && { receivingApprovedBy: subject, receivingApprovedAt: at }),
  };
  if (!hasApproved(after)) {
    const due = dueFrom(context);
    return due.ok ? accept({ ...after, dueOn: due.value }) : due;
  }
  const { dueOn: _, ...settled } = after;
  const effectiveOn = transfer.effectiveOn < today ? today : transfer.effectiveOn;
  const filed = transfer.outside && { filingNo, outsideFilingNo };
  return accept({ ...settled, ...filed, state: 'APPROVED', effectiveOn, approvedAt: at });
} // prettier-ignore

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
  if (ownSchool !== transfer.schoolCode) return refuse('other-school-decides');
  if (transfer.state === 'ACCEPTED' && transfer.acceptedBy) return refuse('transfer-accepted-already');
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'CANCELLED', cancelledBy, cancelledAt });
}

/** 逾期: nobody has taken the step that was due in time, so that the student stays where they are. */
export function lapseTransfer(
  transfer: Transfer,
  _input: object,
  { today, at: lapsedAt }: Asked,
): Decision<Transfer, never> {
  if (!isDue(transfer) || transfer.dueOn >= today) return accept(transfer);
  const { dueOn: _, ...settled } = transfer;
  return accept({ ...settled, state: 'LAPSED', lapsedBecause: OVERDUE[transfer.state], lapsedAt });
}

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
