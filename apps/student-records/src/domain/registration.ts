import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { isEnterpriseEmployee } from './part-time.js';
import { requestRefusals } from './change-refusals.js';
import { decidingRefusals, type Deciding, whyNotTheirs } from './deciding.js';
import type {
  Active,
  Completed,
  Graduated,
  GraduationRevoked,
  Registration,
  Rejected,
  Submitted,
} from './registration-states.js';
import { type Hindrance, studyRefusals } from './may-study.js';
import { missingPapers, missingPapersWords, programmeRefusals } from './programme.js';
import type { RegistrationRules } from './rules.js';
import { termsAtApproval } from './study-terms.js';

export const decisionRefusals = {
  'not-submitted': {
    status: 409,
    title: '该学籍不在待审状态',
    detail: 'The registration does not wait for a decision.',
    remedy: 'Read the registration: it was decided already.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;

/** Nobody decides on what they contributed to: to reject it frees the person and the seat, as to approve it takes them. */
function toDecide(
  registration: Registration,
  context: Deciding,
): Decision<Submitted, CodeOf<typeof decisionRefusals>> {
  if (registration.state !== 'SUBMITTED') return refuse('not-submitted');
  const refusal = whyNotTheirs(context, registration, registration.submittedBy, ...registration.contributors);
  return refusal ? refuse(refusal) : accept(registration);
}

export const cutOffRefusals = {
  'registration-cut-off-over': {
    status: 409,
    title: '已过该招生季的学籍注册截止日期',
    detail: 'The last day on which a registration of the season is approved is over.',
    remedy:
      'Let the city extend the cut-off of the season, for the school or for all, or reject the registration.',
  },
} as const satisfies Record<string, RefusalWords>;

export const inwardTransferRefusals = {
  'inward-transfer-is-open': {
    status: 409,
    title: '该学生的市外转入申请尚未办结',
    detail: 'A transfer of the student from outside the city waits for a step.',
    remedy: 'Let it be approved or refused first, or let the school cancel it.',
  },
} as const satisfies Record<string, RefusalWords>;

export const approvalRefusals = {
  ...decisionRefusals,
  ...inwardTransferRefusals,
  ...cutOffRefusals,
  ...studyRefusals,
  ...programmeRefusals,
  'part-time-too-short': requestRefusals['part-time-too-short'],
  'employer-missing': {
    status: 409,
    title: '企业职工非全日制学籍须填写用人单位',
    detail: 'A part-time registration of an enterprise employee names its employer.',
    remedy: 'Reject the registration; the school applies again and names the employer.',
  },
} as const satisfies Record<string, RefusalWords>;
export type ApprovalRefusal = CodeOf<typeof approvalRefusals>;

/** What approval must know beyond the registration itself. */
export interface ApprovalContext extends Deciding {
  /** what keeps the person from studying */
  readonly hindrance: Hindrance | undefined;
  /** What they bring along from a school outside the city is not decided yet. */
  readonly inwardTransferIsOpen: boolean;
  /** 学籍注册截止日期 of its season, as the school has it; undefined where the city has set none */
  readonly cutOff: string | undefined;
  readonly rules: RegistrationRules;
}

/** Approved, and without a 学籍号 as yet. */
export type Approved = Omit<Active, 'studentNo'>;

/** 注册: a submitted registration becomes an active student record. It gets its number afterwards. */
export function approve(
  registration: Registration,
  context: ApprovalContext,
): Decision<Approved, ApprovalRefusal> {
  const theirs = toDecide(registration, context);
  if (!theirs.ok) return theirs;
  const { cutOff } = context;
  if (cutOff !== undefined && cutOff < context.today)
    return refuse('registration-cut-off-over', cutOffWords(cutOff));
  if (context.inwardTransferIsOpen) return refuse('inward-transfer-is-open');
  const broken = brokenPartTimeRule(theirs.value, context.rules);
  if (broken) return refuse(broken);
  const missing = missingPapers(theirs.value, context.rules);
  if (missing.length > 0) return refuse('programme-papers-missing', missingPapersWords(missing));
  if (context.hindrance) return refuse(context.hindrance);
  const { subject: approvedBy, at: approvedAt } = context;
  const terms = termsAtApproval(theirs.value, context.rules);
  return accept({ ...theirs.value, ...terms, state: 'ACTIVE', approvedBy, approvedAt, leavesTaken: 0 });
}

const cutOffWords = (cutOff: string) => ({
  title: `已过该招生季的学籍注册截止日期（${cutOff}）`,
  detail: `The last day on which a registration of the season is approved was ${cutOff}.`,
});

/**
 * 企业职工一年以上非全日制学籍 [S] T10, by primary group or by tag; 企业新型学徒制 is always of this kind, and names its employer
 * [D]. Enrolment asks the same at the application; this stays for what came before it did.
 */
function brokenPartTimeRule(registration: Submitted, rules: RegistrationRules): ApprovalRefusal | undefined {
  const apprentice = registration.programmeType === 'NEW_APPRENTICESHIP';
  if (apprentice && registration.studyMode !== 'PART_TIME') return 'apprenticeship-is-part-time';
  if (!isEnterpriseEmployee(registration) || registration.studyMode !== 'PART_TIME') return undefined;
  if (registration.durationMonths < rules.partTimeMinimumMonths) return 'part-time-too-short';
  return registration.employer ? undefined : 'employer-missing';
}

/** 不予注册: the application goes back to the school, and the seat with it. */
export function reject(
  registration: Registration,
  { reason: rejectionReason }: { reason: string },
  context: Deciding,
): Decision<Rejected, CodeOf<typeof decisionRefusals>> {
  const theirs = toDecide(registration, context);
  if (!theirs.ok) return theirs;
  const { subject: rejectedBy, at: rejectedAt } = context;
  return accept({ ...theirs.value, state: 'REJECTED', rejectionReason, rejectedBy, rejectedAt });
}

/** 毕业; whether the student may is for `graduationFailures` to say. */
export function graduate(
  registration: Active | Completed,
  batch: { batchId: string; graduatedOn: string },
): Graduated {
  const { batchId: graduationBatchId, graduatedOn } = batch;
  return { ...registration, state: 'GRADUATED', graduatedOn, graduationBatchId };
}

/** 结业: the term is over, and not all was passed. */
export function complete(registration: Active, batch: { batchId: string; graduatedOn: string }): Completed {
  const { batchId: graduationBatchId, graduatedOn: completedOn } = batch;
  return { ...registration, state: 'COMPLETED', completedOn, graduationBatchId };
}

export const revocationRefusals = {
  'not-graduated': {
    status: 409,
    title: '该学籍不在毕业或结业状态，或其后已毕业',
    detail: 'The registration has not graduated or completed, or is not any more what is to be revoked.',
    remedy:
      'Read the registration: it was revoked already, or never graduated. Where a graduation followed a completion, propose to revoke that.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 撤销毕业 or 撤销结业, by a decision of the city. */
export function revokeGraduation(
  registration: Registration,
  { decisionNo, reason: revocationReason }: { decisionNo: string; reason: string },
  { subject: revokedBy, at: revokedAt }: { subject: string; at: string },
): Decision<GraduationRevoked, CodeOf<typeof revocationRefusals>> {
  if (registration.state !== 'GRADUATED' && registration.state !== 'COMPLETED')
    return refuse('not-graduated');
  const revocation = { decisionNo, revocationReason, revokedBy, revokedAt };
  return accept({ ...registration, state: 'GRADUATION_REVOKED', ...revocation });
}
