import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, stateNames } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { type Deciding, whyNotTheirs } from './deciding.js';
import { type Known, whyNotPossible } from './identity-change-limits.js';
import type { identityDecisionRefusals } from './identity-change-refusals.js';

/** 变更原因 of a correction: 依法变更, 录入有误; of the others what they are. */
export const CORRECTION_REASONS = ['LEGAL_CHANGE', 'OFFICE_ERROR'] as const;
export const KINDS = ['CORRECTION', 'MERGE', 'SPLIT', 'UNDO'] as const;

const asked = {
  changeId: id,
  kind: z.enum(KINDS),
  /** who is corrected, or split; of a merge the person who stays */
  personId: id,
  /** of a merge the person who becomes an alias, of a split the new one; of what is undone the same */
  otherId: id.optional(),
  /** of a split what goes to the new person; of a merge, once it is applied, what came */
  registrationIds: z.array(id).optional(),
  /** of a correction: the school that asks */
  schoolCode: schoolCode.optional(),
  version: z.int(),
  reasonCode: z.string(),
  /** Where the papers lie: a file number of the school or the city. */
  evidence: z.string(),
  evidenceId: id.optional(),
  /** From when it holds, in the papers. */
  effectiveOn: day,
  /** of a correction an earlier one that was wrong; of `UNDO` what is undone */
  refersTo: id.optional(),
  /** old and new; gone once the person was erased */
  identitiesSealed: z.string().optional(),
  requestedBy: z.string(),
  requestedAt: moment,
};

/** 身份信息变更: what becomes of who a person is after the approval. It is asked for by one and decided by another. */
export const IdentityChange = z.discriminatedUnion('state', [
  z.object({ ...asked, state: z.literal('SUBMITTED') }),
  z.object({ ...asked, state: z.literal('APPLIED'), approvedBy: z.string(), approvedAt: moment }),
  z.object({
    ...asked,
    state: z.literal('REJECTED'),
    rejectedBy: z.string(),
    rejectedAt: moment,
    rejectionReason: z.string(),
  }),
  z.object({ ...asked, state: z.literal('WITHDRAWN'), withdrawnBy: z.string(), withdrawnAt: moment }),
]);
export type IdentityChange = z.infer<typeof IdentityChange>;
export const CHANGE_STATES = stateNames(IdentityChange);
type In<State extends IdentityChange['state']> = Extract<IdentityChange, { state: State }>;
export type Requested = In<'SUBMITTED'>;
export type Applied = In<'APPLIED'>;

type DecisionRefusal = CodeOf<typeof identityDecisionRefusals>;

/** Of a correction the authority of its school decides, of all else the city; and never who asked. */
function toDecide(known: IdentityChange, context: Deciding): Decision<Requested, DecisionRefusal> {
  if (known.state !== 'SUBMITTED') return refuse('identity-change-not-open');
  const refusal = whyNotTheirs(context, known, known.requestedBy);
  return refusal ? refuse(refusal) : accept(known);
}

/** 批准. */
export function approveChange(
  change: IdentityChange,
  known: Known,
  context: Deciding,
): Decision<Applied, DecisionRefusal> {
  const theirs = toDecide(change, context);
  if (!theirs.ok) return theirs;
  const impossible = whyNotPossible(theirs.value, known, context.today);
  if (impossible) return refuse(impossible);
  return accept({ ...theirs.value, state: 'APPLIED', approvedBy: context.subject, approvedAt: context.at });
}

/** 驳回. */
export function rejectChange(
  change: IdentityChange,
  { reason: rejectionReason }: { reason: string },
  context: Deciding,
): Decision<In<'REJECTED'>, DecisionRefusal> {
  const theirs = toDecide(change, context);
  if (!theirs.ok) return theirs;
  const { subject: rejectedBy, at: rejectedAt } = context;
  return accept({ ...theirs.value, state: 'REJECTED', rejectedBy, rejectedAt, rejectionReason });
}

/** 撤回, by those who may ask for it. */
export function withdrawChange(
  change: IdentityChange,
  _input: object,
  { subject: withdrawnBy, at: withdrawnAt }: Pick<Deciding, 'subject' | 'at'>,
): Decision<In<'WITHDRAWN'>, 'identity-change-not-open'> {
  if (change.state !== 'SUBMITTED') return refuse('identity-change-not-open');
  return accept({ ...change, state: 'WITHDRAWN', withdrawnBy, withdrawnAt });
}
