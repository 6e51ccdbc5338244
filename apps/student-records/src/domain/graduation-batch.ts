import { z } from 'zod';
import {
  accept,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';

/** A school as a graduation states it: it is printed on the certificate, and a school may be renamed. */
const school = z.object({
  code: schoolCode,
  uscc: z.string(),
  name: z.string(),
  schoolType: z.string(),
  authorityCode: z.string(),
});

const batch = {
  batchId: id,
  schoolCode,
  name: z.string(),
  graduatedOn: day,
  version: z.int(),
  createdBy: z.string(),
  createdAt: moment,
  /** who last changed which students stand in it */
  changedBy: z.string(),
  /** everybody who made it, changed it or submitted it, also before it went back to the school */
  contributors: z.array(z.string()),
};
const submitted = { ...batch, submittedBy: z.string(), submittedAt: moment };

/** 毕业批次: a draft that the school still works on, submitted to the authority, or approved. */
export const GraduationBatch = z.discriminatedUnion('state', [
  z.object({ ...batch, state: z.literal('DRAFT') }),
  z.object({ ...submitted, state: z.literal('SUBMITTED') }),
  z.object({
    ...submitted,
    state: z.literal('APPROVED'),
    approvedBy: z.string(),
    approvedAt: moment,
    school: school.meta({ document: true }).optional(),
  }),
]);
export type GraduationBatch = z.infer<typeof GraduationBatch>;
export type Draft = Extract<GraduationBatch, { state: 'DRAFT' }>;
export type SubmittedBatch = Extract<GraduationBatch, { state: 'SUBMITTED' }>;
export type ApprovedBatch = Extract<GraduationBatch, { state: 'APPROVED' }>;

export const batchRefusals = {
  'batch-already-approved': {
    status: 409,
    title: '毕业批次已批准，不能更改',
    detail: 'The graduation batch is approved and final.',
    remedy: 'An approved batch does not change any more; a graduation can only be revoked.',
  },
  'batch-not-draft': {
    status: 409,
    title: '毕业批次不在草稿状态',
    detail: 'The graduation batch is not a draft.',
    remedy: 'Read the batch: it was submitted or approved already.',
  },
  'batch-not-submitted': {
    status: 409,
    title: '毕业批次未提交',
    detail: 'The graduation batch was not submitted.',
    remedy: 'The school submits the batch first.',
  },
  'graduation-in-the-future': {
    status: 409,
    title: '毕业日期未到，不能批准',
    detail:
      'The day of graduation has not come: a certificate of it would be valid before the study has ended.',
    remedy: 'Approve the batch on the day or later; a wrong day is mended by a new batch.',
  },
  'batch-is-empty': {
    status: 409,
    title: '毕业批次中没有学生',
    detail: 'No student is left in the graduation batch.',
    remedy: 'Create a batch with the students who graduate.',
  },
  'graduation-items-failing': {
    status: 409,
    title: '批次中有学生不符合毕业条件，请先核查并移出',
    detail: 'Some students may not graduate: check the batch and exclude them.',
    remedy: '`failed` names the students and their reasons: mend those, or exclude the students.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
export type BatchRefusal = CodeOf<typeof batchRefusals>;

/**
 * Leaving students out takes a submitted batch back to the school: what the city approves must be what somebody
 * submitted.
 */
export function reopen(known: GraduationBatch, changedBy: string): Decision<Draft, 'batch-already-approved'> {
  if (known.state === 'APPROVED') return refuse('batch-already-approved');
  const { batchId, schoolCode: code, name, graduatedOn, createdBy, createdAt, version } = known;
  const contributors = withContributor(known.contributors, changedBy);
  const kept = { batchId, schoolCode: code, name, graduatedOn, createdBy, createdAt, version };
  return accept({ ...kept, changedBy, contributors, state: 'DRAFT' });
}

/** @param items how many items stand in the batch, and how many of them fail the check */
export function submit(
  known: GraduationBatch,
  { subject: submittedBy, at: submittedAt }: { subject: string; at: string },
  items: { count: number; failing: number },
): Decision<SubmittedBatch, BatchRefusal> {
  if (known.state !== 'DRAFT') return refuse('batch-not-draft');
  if (items.count === 0) return refuse('batch-is-empty');
  if (items.failing > 0) return refuse('graduation-items-failing');
  const contributors = withContributor(known.contributors, submittedBy);
  return accept({ ...known, state: 'SUBMITTED', submittedBy, submittedAt, contributors });
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
  if (known.state === 'DRAFT') return refuse('batch-not-submitted');
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
