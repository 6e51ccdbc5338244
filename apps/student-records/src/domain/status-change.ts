import { z } from 'zod';
import { stateNames } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { REQUESTED_TYPES } from './change-kinds.js';

export const ChangeType = z.enum([...REQUESTED_TYPES, 'REVERSAL']);

const requested = {
  changeId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  type: ChangeType,
  reasonCode: z.string(),
  effectiveOn: day,
  /** Where the papers lie: a file number of the school. */
  evidence: z.string(),
  /** the papers themselves, where they were uploaded */
  evidenceId: id.optional(),
  /** 应复学日期; of who serves, the last day on which they can return as far as it is known */
  returnExpectedOn: day.optional(),
  /** 退役日期 */
  dischargedOn: day.optional(),
  absentSince: day.optional(),
  decisionNo: z.string().optional(),
  /** The day on which a decision was handed to the student: the time to appeal runs from then. */
  decidedOn: day.optional(),
  guardianConsent: z.string().optional(),
  targetOfferingId: id.optional(),
  durationMonths: z.int().optional(),
  months: z.int().optional(),
  /** of a reversal: the change that it undoes, and of which kind that is */
  reversesChangeId: id.optional(),
  reversesType: ChangeType.optional(),
  requestedBy: z.string(),
  requestedAt: moment,
  /** of what was a draft before */
  submittedBy: z.string().optional(),
  /** who revised it, and who submitted it before it was returned: none of them decides on it */
  contributors: z.array(z.string()).optional(),
  schoolApprovedBy: z.string().optional(),
  schoolApprovedAt: moment.optional(),
};
const approved = { ...requested, approvedBy: z.string(), approvedAt: moment };
const applied = {
  ...approved,
  appliedAt: moment,
  /** What the change replaced in the registration, null for what was not there: to be restored where it is reversed. */
  replaced: z.record(z.string(), z.unknown()).optional(),
};

/** 异动: drafted and requested by the school, decided by who decides on its kind, and applied on its day. */
export const StatusChange = z.discriminatedUnion('state', [
  z.object({ ...requested, state: z.literal('DRAFT') }),
  z.object({ ...requested, state: z.literal('SUBMITTED') }),
  /** 学校已同意: it waits for the authority. */
  z.object({ ...requested, state: z.literal('SCHOOL_APPROVED') }),
  z.object({
    ...requested,
    state: z.literal('REJECTED'),
    rejectedBy: z.string(),
    rejectedAt: moment,
    rejectionReason: z.string(),
  }),
  z.object({
    ...requested,
    state: z.literal('CANCELLED'),
    approvedBy: z.string().optional(),
    approvedAt: moment.optional(),
    cancelledBy: z.string(),
    cancelledAt: moment,
  }),
  /** 已备案: the school has decided, and the authority has filed it. */
  z.object({ ...approved, state: z.literal('FILED') }),
  z.object({ ...approved, state: z.literal('APPROVED') }),
  z.object({ ...applied, state: z.literal('APPLIED') }),
  /** 已撤销: by a compensating change, as are those that followed it. */
  z.object({ ...applied, state: z.literal('REVERSED'), reversedByChangeId: id, reversedAt: moment }),
  /** On its day the registration stood otherwise, such as graduated; nothing was changed. */
  z.object({ ...approved, state: z.literal('LAPSED'), lapsedBecause: z.string() }),
]);
export type StatusChange = z.infer<typeof StatusChange>;
export type ChangeIn<State extends StatusChange['state']> = Extract<StatusChange, { state: State }>;
export const CHANGE_STATES = stateNames(StatusChange);

/** A registration has at most one change that waits for a decision or for its day. */
export const OPEN_STATES = ['SUBMITTED', 'SCHOOL_APPROVED', 'FILED', 'APPROVED'] as const;
/** Decided, and waits for its day. */
export const WAITING_STATES = ['FILED', 'APPROVED'] as const;

export const isWaiting = (change: StatusChange): change is ChangeIn<'FILED' | 'APPROVED'> =>
  WAITING_STATES.includes(change.state as 'FILED');

/** What somebody asks for. */
export type ChangeRequest = Omit<
  ChangeIn<'DRAFT'>,
  | 'changeId'
  | 'registrationId'
  | 'schoolCode'
  | 'version'
  | 'state'
  | 'reversesChangeId'
  | 'reversesType'
  | `requested${string}`
  | 'submittedBy'
  | 'contributors'
  | `schoolApproved${string}`
>;
