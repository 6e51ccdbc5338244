import { z } from 'zod';
import { stateNames } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';

/** The school in another city or province to which a student goes: a document, since it is no part of this system. */
export const OutsideSchool = z.object({
  province: z.string(),
  name: z.string(),
  /** 接收函编号 */
  acceptanceNo: z.string(),
});

const requested = {
  transferId: id,
  /** of the student at the school that they leave */
  registrationId: id,
  schoolCode,
  studentNo: z.string(),
  /** the school that they go to: one of the city, or an outside one */
  receivingSchoolCode: schoolCode.optional(),
  outside: OutsideSchool.optional(),
  /** the receiving school, where it has asked (转入申请); the one that is left consents by releasing the student */
  askedBySchool: schoolCode.optional(),
  version: z.int(),
  reasonCode: z.string(),
  effectiveOn: day,
  /** where the student's request and the papers for it lie: a file number of the school */
  evidence: z.string(),
  evidenceId: id.optional(),
  guardianConsent: z.string().optional(),
  requestedBy: z.string(),
  requestedAt: moment,
};
/** 办理期限: the last day of the step that is due; then the transfer lapses. */
const dueOn = day;
const released = { ...requested, releasedBy: z.string(), releasedAt: moment };
const accepted = {
  ...released,
  acceptedBy: z.string().optional(),
  acceptedAt: moment.optional(),
  targetOfferingId: id.optional(),
  /** 拟编入班级 at the receiving school */
  targetClassId: id.optional(),
  sendingApprovedBy: z.string().optional(),
  sendingApprovedAt: moment.optional(),
  receivingApprovedBy: z.string().optional(),
  receivingApprovedAt: moment.optional(),
};
const approved = {
  ...accepted,
  approvedAt: moment,
  /** 备案号 of both provinces, of a transfer out of the city */
  filingNo: z.string().optional(),
  outsideFilingNo: z.string().optional(),
};
const over = z.object(approved).partial().shape;

/**
 * 转学 out of one school and into another one: asked for, released by the school that is left, accepted by the other one, approved by the
 * authorities of both, and applied on its day. What goes no further leaves the student where they are.
 */
export const Transfer = z.discriminatedUnion('state', [
  z.object({ ...requested, state: z.literal('REQUESTED'), dueOn }),
  /** 同意转出 */
  z.object({ ...released, state: z.literal('RELEASED'), dueOn }),
  /** 同意接收; a transfer out of the city waits for its authority since it was released */
  z.object({ ...accepted, state: z.literal('ACCEPTED'), dueOn }),
  z.object({ ...approved, state: z.literal('APPROVED') }),
  z.object({ ...approved, state: z.literal('APPLIED'), appliedAt: moment, newRegistrationId: id.optional() }),
  z.object({ ...over, ...requested, state: z.literal('REJECTED'), rejectedBy: z.string(), rejectedAt: moment, rejectionReason: z.string() }),
  z.object({ ...over, ...requested, state: z.literal('CANCELLED'), cancelledBy: z.string(), cancelledAt: moment }),
  /** A step was not taken in time, or the student’s record has moved on. */
  z.object({ ...over, ...requested, state: z.literal('LAPSED'), lapsedBecause: z.string(), lapsedAt: moment }),
]); // prettier-ignore
export type Transfer = z.infer<typeof Transfer>;
export type TransferIn<State extends Transfer['state']> = Extract<Transfer, { state: State }>;
export const TRANSFER_STATES = stateNames(Transfer);

/** Somebody has to take a step, by a day. */
export const DUE_STATES = ['REQUESTED', 'RELEASED', 'ACCEPTED'] as const;
export type Due = TransferIn<(typeof DUE_STATES)[number]>;
export const isDue = (transfer: Transfer): transfer is Due =>
  DUE_STATES.includes(transfer.state as Due['state']);
