import { z } from 'zod';
import { type CodeOf, type RefusalWords, stateNames } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { decidingRefusals } from './deciding.js';

/** A school as a graduation states it: it is printed on the certificate, and a school may be renamed. */
const school = z.object({
  code: schoolCode,
  uscc: z.string(),
  name: z.string(),
  schoolType: z.string(),
  authorityCode: z.string(),
});

/** What the students of a batch are certified of: 毕业, or 结业 where not all was passed. */
export const BATCH_KINDS = ['GRADUATION', 'COMPLETION'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

const batch = {
  batchId: id,
  schoolCode,
  /** 毕业批次 or 结业批次; one before there were two is of graduation */
  kind: z.enum(BATCH_KINDS).default('GRADUATION'),
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

/** 毕业批次: a draft that the school still works on, submitted to the authority, returned by it, approved, or discarded. */
export const GraduationBatch = z.discriminatedUnion('state', [
  z.object({ ...batch, state: z.literal('DRAFT') }),
  z.object({ ...submitted, state: z.literal('SUBMITTED') }),
  /** The authority has sent it back; the reasons for single students stand at those. */
  z.object({
    ...submitted,
    state: z.literal('RETURNED'),
    returnReason: z.string(),
    returnedBy: z.string(),
    returnedAt: moment,
  }),
  z.object({ ...batch, state: z.literal('DISCARDED'), discardedBy: z.string(), discardedAt: moment }),
  z.object({
    ...submitted,
    state: z.literal('APPROVED'),
    approvedBy: z.string(),
    approvedAt: moment,
    school: school.meta({ document: true }).optional(),
  }),
]);
export type GraduationBatch = z.infer<typeof GraduationBatch>;
/** A batch in one of these states. */
export type BatchIn<State extends GraduationBatch['state']> = Extract<GraduationBatch, { state: State }>;
export type Draft = BatchIn<'DRAFT'>;
export type SubmittedBatch = BatchIn<'SUBMITTED'>;
export type ApprovedBatch = BatchIn<'APPROVED'>;
export const BATCH_STATES = stateNames(GraduationBatch);

export const batchRefusals = {
  'batch-already-approved': {
    status: 409,
    title: '毕业批次已批准，不能更改',
    detail: 'The graduation batch is approved and final.',
    remedy: 'An approved batch does not change any more; a graduation can only be revoked.',
  },
  'batch-not-draft': {
    status: 409,
    title: '毕业批次不在草稿或退回状态',
    detail: 'The graduation batch is neither a draft nor returned.',
    remedy:
      'Read the batch: what is submitted, the school recalls first; what is approved or discarded is over.',
  },
  'batch-not-submitted': {
    status: 409,
    title: '毕业批次未提交',
    detail: 'The graduation batch does not wait for a decision.',
    remedy: 'The school submits the batch first.',
  },
  'not-in-batch': {
    status: 409,
    title: '所列学生不在该毕业批次中',
    detail: 'A student who is named does not stand in the batch.',
    remedy: 'Name students of the batch only; `GET /graduation-batches/{batchId}` lists them.',
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
