import { accept, type Asked, type CodeOf, type Decision, isOwnContribution, refuse, type RefusalWords } from '#aggregates/rules'; // prettier-ignore
import { evidenceRefusals, isEvidenceOf, type KnownEvidence } from './evidence.js';
import type { Offering } from './change-guards.js';
import type { Class } from './class.js';
import type { Registration } from './registration-states.js';
import { fits, type TransferContext, transferRefusals, whyNoTransfer } from './transfer-guards.js';
import { type Receiving, whyNotReceived } from './transfer-receiving.js';
import type { StepRefusal } from './transfer-refusals.js';
import type { Due, Transfer, TransferIn } from './transfer-states.js';
import { addWorkingDays, type CalendarOf } from './working-days.js';

type Requested = Pick<
  TransferIn<'REQUESTED'>,
  | 'receivingSchoolCode'
  | 'askedBySchool'
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

/** 申请转学, by the school that the student leaves, or by the one that is to receive them. */
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
  if (request.evidenceId !== undefined && !isEvidenceOf(context.paper, { ...registration, schoolCode: request.askedBySchool ?? registration.schoolCode })) return refuse('evidence-not-found');
  const due = dueFrom(context);
  if (!due.ok) return due;
  const { registrationId, schoolCode, studentNo } = registration;
  const { subject: requestedBy, at: requestedAt, newId: transferId } = context;
  const of = { transferId, registrationId, schoolCode, studentNo, requestedBy, requestedAt, version: 1 };
  return accept({ ...request, ...of, state: 'REQUESTED', dueOn: due.value });
} // prettier-ignore

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

/** 同意接收, by the receiving school, for an offering of its own, and a class where it has one already. */
export function acceptTransfer(
  transfer: Transfer,
  { targetOfferingId, targetClassId }: { readonly targetOfferingId: string; readonly targetClassId?: string },
  context: Acting & { readonly registration: Registration; readonly receiving: Receiving; readonly targetClass: Class | undefined },
): Decision<TransferIn<'ACCEPTED'>, StepRefusal> {
  if (transfer.state !== 'RELEASED') return refuse('transfer-not-at-this-step');
  if (context.ownSchool !== transfer.receivingSchoolCode) return refuse('other-school-decides');
  const { registration, receiving, targetClass } = context;
  if (!fits(receiving.offering, transfer, registration)) return refuse('offering-does-not-fit');
  const refusal = whyNotReceived({ ...transfer, targetOfferingId }, receiving, context.today)
    ?? (targetClassId === undefined ? undefined : whyNotInClass(targetClass, receiving.offering!));
  if (refusal) return refuse(refusal);
  const { subject: acceptedBy, at: acceptedAt } = context;
  if (isOwnContribution(acceptedBy, ...contributors(transfer))) return refuse('approver-is-submitter');
  const due = dueFrom(context);
  if (!due.ok) return due;
  return accept({ ...transfer, state: 'ACCEPTED', acceptedBy, acceptedAt, targetOfferingId, targetClassId, dueOn: due.value });
} // prettier-ignore

/** The class goes with the student on the day; one that is closed by then leaves them without a class. */
function whyNotInClass(target: Class | undefined, { schoolCode, studyMode, level, major }: Offering) {
  if (target?.schoolCode !== schoolCode) return 'class-not-known';
  if (target.state === 'CLOSED') return 'class-closed';
  const isOfOffering =
    target.studyMode === studyMode && target.level === level && target.major.majorCode === major.majorCode;
  return isOfOffering ? undefined : 'class-does-not-fit';
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
  context: Acting & { readonly receivingOf: (transfer: Transfer) => Receiving },
): Decision<TransferIn<'ACCEPTED' | 'APPROVED'>, StepRefusal> {
  if (transfer.state !== 'ACCEPTED') return refuse('transfer-not-at-this-step');
  const { subject, at, today } = context;
  if (isOwnContribution(subject, ...contributors(transfer))) return refuse('approver-is-submitter');
  const { schoolCode, receivingSchoolCode: receiving } = transfer;
  const sends = transfer.sendingApprovedBy === undefined && context.supervises(schoolCode);
  const receives = receiving !== undefined && transfer.receivingApprovedBy === undefined && context.supervises(receiving);
  if (!sends && !receives) return refuse('authority-of-neither-school');
  const notReceived = whyNotReceived(transfer, context.receivingOf(transfer), today);
  if (notReceived) return refuse(notReceived);
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
