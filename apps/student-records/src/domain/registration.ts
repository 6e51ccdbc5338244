import type { DataOf, Level, ProgrammeType, SourceType, StudentGraduated, StudyMode } from '#contracts';
import { type Approver, type AuthorityTier, mayDecide } from './approver.js';
import { accept, type Decision, refuse } from './decision.js';
import type { RegistrationRules } from './rules.js';

/** 学籍, as it was taken over from the check-in. None of it changes while the registration lives. */
export interface Enrolled {
  readonly registrationId: string;
  readonly personId: string;
  readonly applicationId: string;
  readonly schoolCode: string;
  readonly sourceType: SourceType;
  readonly studyMode: StudyMode;
  readonly level: Level;
  readonly programmeType: ProgrammeType;
  readonly major: DataOf<typeof StudentGraduated>['major'];
  readonly employer?: { readonly uscc: string; readonly name: string };
  readonly startOn: string;
  readonly durationMonths: number;
  readonly submittedBy: string;
  /** Aggregate version: one more with each change of state. */
  readonly version: number;
}

export interface Submitted extends Enrolled {
  readonly state: 'SUBMITTED';
}
export interface Rejected extends Enrolled {
  readonly state: 'REJECTED';
  readonly reason: string;
  readonly rejectedBy: string;
}
interface OnRecord extends Enrolled {
  /** 学籍号; opaque, never parsed for meaning. [D] */
  readonly studentNo: string;
  readonly approvedBy: string;
}
export interface Active extends OnRecord {
  readonly state: 'ACTIVE';
}
interface GraduatedOnce extends OnRecord {
  readonly graduatedOn: string;
  readonly graduationBatchId: string;
}
export interface Graduated extends GraduatedOnce {
  readonly state: 'GRADUATED';
}
export interface GraduationRevoked extends GraduatedOnce {
  readonly state: 'GRADUATION_REVOKED';
  readonly decisionNo: string;
  readonly revocationReason: string;
  readonly revokedBy: string;
}
/** States that later issues lead into; here no command accepts them. */
export interface Elsewhere extends OnRecord {
  readonly state: 'ON_LEAVE' | 'RETAINED' | 'TRANSFER_PENDING' | 'GRADUATION_REVIEW';
}

/** Approved once, whatever has become of it since. */
export type Registered = Active | Elsewhere | Graduated | GraduationRevoked;
export type Registration = Submitted | Rejected | Registered;
export type RegistrationState = Registration['state'];

export const REGISTRATION_STATES = [
  'SUBMITTED',
  'REJECTED',
  'ACTIVE',
  'ON_LEAVE',
  'RETAINED',
  'TRANSFER_PENDING',
  'GRADUATION_REVIEW',
  'GRADUATED',
  'GRADUATION_REVOKED',
] as const satisfies readonly RegistrationState[];

/** 在籍: at most one such registration of a person, across both study modes. [D], after F5 and F20 */
export const LIVE_STATES = [
  'ACTIVE',
  'ON_LEAVE',
  'RETAINED',
  'TRANSFER_PENDING',
  'GRADUATION_REVIEW',
] as const;

/** Who decides, and whether it is theirs to decide. */
export interface DecisionContext {
  readonly approver: Approver;
  /** of the school; undefined while the service has not heard of it */
  readonly tier: AuthorityTier | undefined;
}

export type DecisionRefusal = 'not-submitted' | 'city-decides' | 'approver-is-submitter';

/** Nobody decides on what they submitted: to reject it frees the person and the seat, as to approve it takes them. */
function toDecide(
  registration: Registration,
  { approver, tier }: DecisionContext,
): Decision<Submitted, DecisionRefusal> {
  if (registration.state !== 'SUBMITTED') return refuse('not-submitted');
  if (!mayDecide(approver, tier)) return refuse('city-decides');
  if (registration.submittedBy === approver.subject) return refuse('approver-is-submitter');
  return accept(registration);
}

export type ApprovalRefusal =
  | DecisionRefusal
  | 'apprenticeship-is-part-time'
  | 'part-time-too-short'
  | 'employer-missing'
  | 'identity-mismatch'
  | 'person-has-live-registration';

/** What approval must know beyond the registration itself. */
export interface ApprovalContext extends DecisionContext {
  /** The person has a live registration, or one that was approved earlier in the same batch. */
  readonly liveElsewhere: boolean;
  /** Two people came with the person's ID number: until that is settled, neither is registered nor graduates. */
  readonly identityMismatch: boolean;
  readonly rules: RegistrationRules;
}

/** 注册: may this registration become an active student record? The number is given to it afterwards. */
export function approve(
  registration: Registration,
  context: ApprovalContext,
): Decision<Submitted, ApprovalRefusal> {
  const theirs = toDecide(registration, context);
  if (!theirs.ok) return theirs;
  const broken = brokenPartTimeRule(theirs.value, context.rules);
  if (broken) return refuse(broken);
  if (context.identityMismatch) return refuse('identity-mismatch');
  if (context.liveElsewhere) return refuse('person-has-live-registration');
  return theirs;
}

/** A submitted registration has version 1, and nothing but a decision changes it. */
export const VERSION_OF_APPROVAL = 2;

export function activate(registration: Submitted, studentNo: string, approvedBy: string): Active {
  return { ...registration, state: 'ACTIVE', studentNo, approvedBy, version: registration.version + 1 };
}

/** 企业职工一年以上非全日制学籍 [S] T10; 企业新型学徒制 is always of this kind, and names its employer [D]. */
function brokenPartTimeRule(registration: Submitted, rules: RegistrationRules): ApprovalRefusal | undefined {
  const apprentice = registration.programmeType === 'NEW_APPRENTICESHIP';
  if (apprentice && registration.studyMode !== 'PART_TIME') return 'apprenticeship-is-part-time';
  const employed = apprentice || registration.sourceType === 'ENTERPRISE_EMPLOYEE';
  if (!employed || registration.studyMode !== 'PART_TIME') return undefined;
  if (registration.durationMonths < rules.partTimeMinimumMonths) return 'part-time-too-short';
  return registration.employer ? undefined : 'employer-missing';
}

/** 不予注册: the application goes back to the school, and the seat with it. */
export function reject(
  registration: Registration,
  context: DecisionContext,
  reason: string,
): Decision<Rejected, DecisionRefusal> {
  const theirs = toDecide(registration, context);
  if (!theirs.ok) return theirs;
  const version = registration.version + 1;
  const rejectedBy = context.approver.subject;
  return accept({ ...theirs.value, state: 'REJECTED', reason, rejectedBy, version });
}

/** 毕业; whether the student may is for {@link graduationFailures} to say. */
export function graduate(registration: Active, batch: { batchId: string; graduatedOn: string }): Graduated {
  const { batchId: graduationBatchId, graduatedOn } = batch;
  return {
    ...registration,
    state: 'GRADUATED',
    graduatedOn,
    graduationBatchId,
    version: registration.version + 1,
  };
}

export type RevocationRefusal = 'not-graduated';

/** 撤销毕业, by a decision of the city. */
export function revokeGraduation(
  registration: Registration,
  decision: { decisionNo: string; reason: string; revokedBy: string },
): Decision<GraduationRevoked, RevocationRefusal> {
  if (registration.state !== 'GRADUATED') return refuse('not-graduated');
  const { decisionNo, reason: revocationReason, revokedBy } = decision;
  const version = registration.version + 1;
  return accept({
    ...registration,
    state: 'GRADUATION_REVOKED',
    decisionNo,
    revocationReason,
    revokedBy,
    version,
  });
}
