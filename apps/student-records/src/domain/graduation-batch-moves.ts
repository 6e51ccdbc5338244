import { accept, type Asked, type Decision, refuse, withContributor } from '#aggregates/rules';
import { type Deciding, whyNotTheirs } from './deciding.js';
import type {
  ApprovedBatch,
  BatchIn,
  BatchRefusal,
  Draft,
  GraduationBatch,
  SubmittedBatch,
} from './graduation-batch.js';

/** What a batch is before anybody has submitted it. */
function draftOf(known: GraduationBatch): Draft {
  const {
    batchId,
    schoolCode: code,
    kind,
    name,
    graduatedOn,
    createdBy,
    createdAt,
    changedBy,
    contributors,
    version,
  } = known;
  const kept = {
    batchId,
    schoolCode: code,
    kind,
    name,
    graduatedOn,
    createdBy,
    createdAt,
    changedBy,
    contributors,
  };
  return { ...kept, version, state: 'DRAFT' };
}

/**
 * Leaving students out takes a submitted batch back to the school: what the city approves must be what somebody
 * submitted.
 */
export function reopen(known: GraduationBatch, changedBy: string): Decision<GraduationBatch, BatchRefusal> {
  if (known.state === 'APPROVED') return refuse('batch-already-approved');
  if (known.state === 'DISCARDED') return refuse('batch-not-draft');
  const contributors = withContributor(known.contributors, changedBy);
  const open = known.state === 'SUBMITTED' ? draftOf(known) : known;
  return accept({ ...open, changedBy, contributors });
}

/** 撤回: by the school, to mend what it has submitted. */
export function recall(
  known: GraduationBatch,
  _input: object,
  { subject }: Asked,
): Decision<Draft, BatchRefusal> {
  if (known.state !== 'SUBMITTED') return refuse('batch-not-submitted');
  return accept({ ...draftOf(known), contributors: withContributor(known.contributors, subject) });
}

/** 退回: by the authority, with a reason, and reasons for single students. @param inBatch who stands in the batch */
export function returnBatch(
  known: GraduationBatch,
  { reason: returnReason, students }: { reason: string; students: readonly { registrationId: string }[] },
  context: Deciding & { readonly inBatch: ReadonlySet<string> },
): Decision<BatchIn<'RETURNED'>, BatchRefusal> {
  if (known.state !== 'SUBMITTED') return refuse('batch-not-submitted');
  const refusal = whyNotTheirs(context, known, ...known.contributors);
  if (refusal) return refuse(refusal);
  if (students.some(({ registrationId }) => !context.inBatch.has(registrationId)))
    return refuse('not-in-batch');
  const { subject: returnedBy, at: returnedAt } = context;
  return accept({ ...known, state: 'RETURNED', returnReason, returnedBy, returnedAt });
}

/** 废弃: what the school does not want to submit any more; its students may stand in another batch. */
export function discard(
  known: GraduationBatch,
  _input: object,
  { subject: discardedBy, at: discardedAt }: Asked,
): Decision<BatchIn<'DISCARDED'>, BatchRefusal> {
  if (known.state !== 'DRAFT' && known.state !== 'RETURNED') return refuse('batch-not-draft');
  return accept({ ...draftOf(known), state: 'DISCARDED', discardedBy, discardedAt });
}

/** @param items how many items stand in the batch, and how many of them fail the check */
export function submit(
  known: GraduationBatch,
  { subject: submittedBy, at: submittedAt }: { subject: string; at: string },
  items: { count: number; failing: number },
): Decision<SubmittedBatch, BatchRefusal> {
  if (known.state !== 'DRAFT' && known.state !== 'RETURNED') return refuse('batch-not-draft');
  if (items.count === 0) return refuse('batch-is-empty');
  if (items.failing > 0) return refuse('graduation-items-failing');
  const contributors = withContributor(known.contributors, submittedBy);
  return accept({ ...draftOf(known), state: 'SUBMITTED', submittedBy, submittedAt, contributors });
}

/**
 * Nobody approves what they contributed to: neither who drafted the batch, nor who ever changed or submitted it. Nor is a graduation
 * approved before its day, since its certificate is valid at once. [D]
 * @param failing how many items fail the check
 */
export function approveBatch(
  known: GraduationBatch,
  context: Deciding,
  { failing, school: stated }: { failing: number; school: ApprovedBatch['school'] },
): Decision<ApprovedBatch, BatchRefusal> {
  if (known.state === 'APPROVED') return refuse('batch-already-approved');
  if (known.state !== 'SUBMITTED') return refuse('batch-not-submitted');
  const refusal = whyNotTheirs(context, known, ...known.contributors);
  if (refusal) return refuse(refusal);
  if (known.graduatedOn > context.today)
    return refuse('graduation-in-the-future', {
      title: `毕业日期为 ${known.graduatedOn}，此前不能批准`,
      detail: `The day of graduation is ${known.graduatedOn}; the batch can be approved from then on.`,
    });
  if (failing > 0) return refuse('graduation-items-failing');
  const { subject: approvedBy, at: approvedAt } = context;
  return accept({ ...known, state: 'APPROVED', approvedBy, approvedAt, school: stated });
}
