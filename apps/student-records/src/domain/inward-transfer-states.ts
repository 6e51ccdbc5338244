import { z } from 'zod';
import { day, id, moment, schoolCode } from '#contracts';
import { credits } from './credits.js';

/** The school in another city or province from which a student comes: a document, since it is no part of this system. */
const LeftSchool = z.object({
  province: z.string(),
  name: z.string(),
  /** 转出证明（调档函）编号 */
  releaseNo: z.string(),
});

const requested = {
  inwardTransferId: id,
  /** of the student here, who has applied and checked in as anybody */
  registrationId: id,
  schoolCode,
  outside: LeftSchool,
  version: z.int(),
  /** 原入学日期 */
  enteredOn: day,
  /** 已修月数, and 转入学分 with the papers behind them */
  monthsStudied: z.int(),
  creditsCarried: credits.optional(),
  /** where the record of the other school and the student's request lie: a file number of the school */
  evidence: z.string(),
  evidenceId: id.optional(),
  guardianConsent: z.string().optional(),
  requestedBy: z.string(),
  requestedAt: moment,
};
/** 办理期限 */
const dueOn = day;
const endorsed = { ...requested, endorsedBy: z.string(), endorsedAt: moment };
const over = z.object(endorsed).partial().shape;

/** 市外转入: asked for by the receiving school, endorsed by its principal, and approved by the authority of its tier. */
export const InwardTransfer = z.discriminatedUnion('state', [
  z.object({ ...requested, state: z.literal('REQUESTED'), dueOn }),
  z.object({ ...endorsed, state: z.literal('ENDORSED'), dueOn }),
  z.object({
    ...endorsed,
    state: z.literal('APPROVED'),
    approvedBy: z.string(),
    approvedAt: moment,
    /** 备案号 of both provinces */
    filingNo: z.string(),
    outsideFilingNo: z.string(),
  }),
  z.object({ ...over, ...requested, state: z.literal('REJECTED'), rejectedBy: z.string(), rejectedAt: moment, rejectionReason: z.string() }),
  z.object({ ...over, ...requested, state: z.literal('CANCELLED'), cancelledBy: z.string(), cancelledAt: moment }),
  z.object({ ...over, ...requested, state: z.literal('LAPSED'), lapsedBecause: z.string(), lapsedAt: moment }),
]); // prettier-ignore
export type InwardTransfer = z.infer<typeof InwardTransfer>;
export type InwardTransferIn<State extends InwardTransfer['state']> = Extract<
  InwardTransfer,
  { state: State }
>;

/** Somebody has to take a step, by a day: until then the registration is not decided on. */
export const isWaiting = (transfer: InwardTransfer): transfer is InwardTransferIn<'REQUESTED' | 'ENDORSED'> =>
  transfer.state === 'REQUESTED' || transfer.state === 'ENDORSED';
