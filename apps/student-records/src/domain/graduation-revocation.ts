import { z } from 'zod';
import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  ownContributionRefusals,
  refuse,
  type RefusalWords,
  stateNames,
} from '#aggregates/rules';
import { id, moment, schoolCode } from '#contracts';
import { type Hindrance, studyRefusals } from './may-study.js';
import { revocationRefusals as notGraduated } from './registration.js';
import type { Completed, Graduated, Registration } from './registration-states.js';

/** 撤销原因; a city may have more. [D] */
export const REVOCATION_REASONS = [
  'CONDITIONS_NOT_MET',
  'FRAUD',
  'OFFICE_ERROR',
  'COURT_RULING',
  'OTHER',
] as const;

/** What follows: the student studies on, or the record ends with the revocation. */
export const REVOCATION_WAYS = ['ACTIVE', 'GRADUATION_REVOKED'] as const;

const proposal = {
  revocationId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  reasonCode: z.string(),
  reason: z.string(),
  leadsTo: z.enum(REVOCATION_WAYS),
  /** 毕业 or 结业: what it takes back; who graduates after a completion has that to take back */
  revokes: z.enum(['GRADUATION', 'COMPLETION']).default('GRADUATION'),
  /** who approved the graduation, and may neither propose nor decide */
  graduationApprovedBy: z.string(),
  proposedBy: z.string(),
  proposedAt: moment,
};

/** 撤销毕业, 撤销结业: proposed by one officer of the city and decided by another one, neither of whom had approved the graduation. */
export const GraduationRevocation = z.discriminatedUnion('state', [
  z.object({ ...proposal, state: z.literal('PROPOSED') }),
  z.object({
    ...proposal,
    state: z.literal('APPROVED'),
    approvedBy: z.string(),
    approvedAt: moment,
    decisionNo: z.string(),
  }),
  z.object({
    ...proposal,
    state: z.literal('DECLINED'),
    declinedBy: z.string(),
    declinedAt: moment,
    declineReason: z.string(),
  }),
  z.object({ ...proposal, state: z.literal('WITHDRAWN'), withdrawnAt: moment }),
]);
export type GraduationRevocation = z.infer<typeof GraduationRevocation>;
type In<State extends GraduationRevocation['state']> = Extract<GraduationRevocation, { state: State }>;
export const REVOCATION_STATES = stateNames(GraduationRevocation);

export const revocationRefusals = {
  ...notGraduated,
  ...ownContributionRefusals,
  'identity-mismatch': studyRefusals['identity-mismatch'],
  'person-is-deceased': studyRefusals['person-is-deceased'],
  'approved-the-graduation': {
    status: 403,
    title: '批准该毕业的人员不能提出或决定撤销',
    detail: 'Who approved the graduation neither proposes nor decides its revocation.',
    remedy: 'Let two other officers of the city propose and decide it.',
  },
  'revocation-is-open': {
    status: 409,
    title: '该学籍已有待决定的撤销毕业提议',
    detail: 'A revocation of the graduation is proposed already.',
    remedy: 'Decide on that proposal, or let its author withdraw it.',
  },
  'revocation-not-proposed': {
    status: 409,
    title: '该撤销毕业提议已决定或已撤回',
    detail: 'The proposal does not wait for a decision.',
    remedy: 'Read the proposal: it was decided or withdrawn already.',
  },
  'proposed-by-another': {
    status: 403,
    title: '只有提议人可以撤回该提议',
    detail: 'Only who proposed the revocation withdraws it.',
    remedy: 'Decline the proposal instead, with a reason.',
  },
  'live-elsewhere': {
    status: 409,
    title: '该人员另有在籍学籍，不能恢复在读；可选择终止学籍',
    detail: 'The person has a live registration by now, so that this one cannot go on.',
    remedy: 'Decline the proposal, and propose the revocation with `leadsTo` GRADUATION_REVOKED.',
  },
  'person-is-erased': {
    status: 409,
    title: '该人员个人信息已删除，不能恢复在读；可选择终止学籍',
    detail: 'The personal data of the person was erased; nobody can study on under them.',
    remedy: 'Decline the proposal, and propose the revocation with `leadsTo` GRADUATION_REVOKED.',
  },
} as const satisfies Record<string, RefusalWords>;
type RevocationRefusal = CodeOf<typeof revocationRefusals>;

export type Proposal = Pick<GraduationRevocation, 'reasonCode' | 'reason' | 'leadsTo'>;

interface ProposalContext extends Asked {
  readonly newId: string;
  /** registrations with a proposal that waits */
  readonly open: ReadonlySet<string>;
  readonly approverOf: (ended: Graduated | Completed) => string;
}

/** 提议撤销毕业. */
export function proposeRevocation(
  registration: Registration,
  { reasonCode, reason, leadsTo }: Proposal,
  { subject: proposedBy, at: proposedAt, newId: revocationId, open, approverOf }: ProposalContext,
): Decision<In<'PROPOSED'>, RevocationRefusal> {
  if (registration.state !== 'GRADUATED' && registration.state !== 'COMPLETED')
    return refuse('not-graduated');
  const { registrationId, schoolCode: school } = registration;
  if (open.has(registrationId)) return refuse('revocation-is-open');
  const graduationApprovedBy = approverOf(registration);
  if (graduationApprovedBy === proposedBy) return refuse('approved-the-graduation');
  const revokes = registration.state === 'GRADUATED' ? ('GRADUATION' as const) : ('COMPLETION' as const);
  const why = { reasonCode, reason, leadsTo, revokes, graduationApprovedBy };
  const by = { proposedBy, proposedAt, state: 'PROPOSED', version: 1 } as const;
  return accept({ revocationId, registrationId, schoolCode: school, ...why, ...by });
}

function toDecide(known: GraduationRevocation, subject: string): Decision<In<'PROPOSED'>, RevocationRefusal> {
  if (known.state !== 'PROPOSED') return refuse('revocation-not-proposed');
  if (known.proposedBy === subject) return refuse('approver-is-submitter');
  if (known.graduationApprovedBy === subject) return refuse('approved-the-graduation');
  return accept(known);
}

export interface DecisionContext extends Asked {
  /** of the registration, as it stands now */
  readonly stateOf: (revocation: GraduationRevocation) => Registration['state'] | undefined;
  /** what keeps the person from studying on; nothing where they are not to */
  readonly hindrance: Hindrance | 'person-is-erased' | undefined;
}

/** 决定撤销毕业, by a decision of the city with a number. */
export function approveRevocation(
  known: GraduationRevocation,
  { decisionNo }: { decisionNo: string },
  { subject: approvedBy, at: approvedAt, stateOf, hindrance }: DecisionContext,
): Decision<In<'APPROVED'>, RevocationRefusal> {
  const theirs = toDecide(known, approvedBy);
  if (!theirs.ok) return theirs;
  if (stateOf(known) !== (known.revokes === 'GRADUATION' ? 'GRADUATED' : 'COMPLETED'))
    return refuse('not-graduated');
  if (hindrance) return refuse(hindrance === 'person-has-live-registration' ? 'live-elsewhere' : hindrance);
  return accept({ ...theirs.value, state: 'APPROVED', approvedBy, approvedAt, decisionNo });
}

/** 不予撤销. */
export function declineRevocation(
  known: GraduationRevocation,
  { reason: declineReason }: { reason: string },
  { subject: declinedBy, at: declinedAt }: Asked,
): Decision<In<'DECLINED'>, RevocationRefusal> {
  const theirs = toDecide(known, declinedBy);
  return theirs.ok
    ? accept({ ...theirs.value, state: 'DECLINED', declinedBy, declinedAt, declineReason })
    : theirs;
}

/** 撤回提议, by who made it. */
export function withdrawRevocation(
  known: GraduationRevocation,
  _input: object,
  { subject, at: withdrawnAt }: Asked,
): Decision<In<'WITHDRAWN'>, RevocationRefusal> {
  if (known.state !== 'PROPOSED') return refuse('revocation-not-proposed');
  if (known.proposedBy !== subject) return refuse('proposed-by-another');
  return accept({ ...known, state: 'WITHDRAWN', withdrawnAt });
}
