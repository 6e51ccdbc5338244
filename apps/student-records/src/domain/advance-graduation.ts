import { z } from 'zod';
import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  stateNames,
} from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';
import type { Registration } from './registration-states.js';
import { requestRefusals } from './change-refusals.js';

const request = {
  advanceId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  /** The day from which the student may graduate. */
  graduatesOn: day,
  reason: z.string(),
  /** Where the papers lie: a file number of the school. */
  evidence: z.string(),
  requestedBy: z.string(),
  requestedAt: moment,
};
const granted = { ...request, grantedBy: z.string(), grantedAt: moment, decisionNo: z.string() };

/** 提前毕业: the exception that lets one student graduate before the end of the agreed term, decided apart from the batch. */
export const AdvanceGraduation = z.discriminatedUnion('state', [
  z.object({ ...request, state: z.literal('REQUESTED') }),
  z.object({ ...granted, state: z.literal('GRANTED') }),
  z.object({ ...granted, state: z.literal('USED') }),
  z.object({
    ...request,
    state: z.literal('DENIED'),
    deniedBy: z.string(),
    deniedAt: moment,
    denialReason: z.string(),
  }),
  z.object({ ...request, state: z.literal('WITHDRAWN'), withdrawnBy: z.string(), withdrawnAt: moment }),
]);
export type AdvanceGraduation = z.infer<typeof AdvanceGraduation>;
type In<State extends AdvanceGraduation['state']> = Extract<AdvanceGraduation, { state: State }>;
export const ADVANCE_STATES = stateNames(AdvanceGraduation);

export const advanceRefusals = {
  'not-active': requestRefusals['not-active'],
  'advance-is-open': {
    status: 409,
    title: '该学生已有待审或已批准的提前毕业申请',
    detail: 'An advance graduation of the student is requested or granted already.',
    remedy: 'Let it be decided, or withdraw it first.',
  },
  'advance-not-requested': {
    status: 409,
    title: '该提前毕业申请不在待审状态',
    detail: 'The request for an advance graduation does not wait for a decision.',
    remedy: 'Read the request: it was decided or withdrawn already.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
type AdvanceRefusal = CodeOf<typeof advanceRefusals>;

/** 申请提前毕业, by the school, for a student of its own. @param open registrations with one that waits or was granted */
export function requestAdvance(
  registration: Registration,
  asked: Pick<AdvanceGraduation, 'graduatesOn' | 'reason' | 'evidence'>,
  { subject, at, newId: advanceId, open }: Asked & { newId: string; open: ReadonlySet<string> },
): Decision<In<'REQUESTED'>, AdvanceRefusal> {
  if (registration.state !== 'ACTIVE') return refuse('not-active');
  const { registrationId, schoolCode: school } = registration;
  if (open.has(registrationId)) return refuse('advance-is-open');
  const { graduatesOn, reason, evidence } = asked;
  const by = { requestedBy: subject, requestedAt: at, state: 'REQUESTED', version: 1 } as const;
  return accept({ advanceId, registrationId, schoolCode: school, graduatesOn, reason, evidence, ...by });
}

function toDecide(known: AdvanceGraduation, context: Deciding): Decision<In<'REQUESTED'>, AdvanceRefusal> {
  if (known.state !== 'REQUESTED') return refuse('advance-not-requested');
  const refusal = whyNotTheirs(context, known, known.requestedBy);
  return refusal ? refuse(refusal) : accept(known);
}

/** 批准提前毕业, by a decision of the authority. */
export function grantAdvance(
  known: AdvanceGraduation,
  { decisionNo }: { decisionNo: string },
  context: Deciding,
): Decision<In<'GRANTED'>, AdvanceRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  const { subject: grantedBy, at: grantedAt } = context;
  return accept({ ...theirs.value, state: 'GRANTED', decisionNo, grantedBy, grantedAt });
}

export function denyAdvance(
  known: AdvanceGraduation,
  { reason: denialReason }: { reason: string },
  context: Deciding,
): Decision<In<'DENIED'>, AdvanceRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  const { subject: deniedBy, at: deniedAt } = context;
  return accept({ ...theirs.value, state: 'DENIED', denialReason, deniedBy, deniedAt });
}

/** 撤回, by the school, also of what was granted and has not been used. */
export function withdrawAdvance(
  known: AdvanceGraduation,
  _input: object,
  { subject: withdrawnBy, at: withdrawnAt }: Asked,
): Decision<In<'WITHDRAWN'>, AdvanceRefusal> {
  if (known.state !== 'REQUESTED' && known.state !== 'GRANTED') return refuse('advance-not-requested');
  const { grantedBy: _, grantedAt: __, decisionNo: ___, ...asked } = known as In<'GRANTED'>;
  return accept({ ...asked, state: 'WITHDRAWN', withdrawnBy, withdrawnAt });
}

/** It counts for one graduation: after a revocation nobody graduates early by it again. */
export const useAdvance = (known: AdvanceGraduation): Decision<AdvanceGraduation, never> =>
  accept(known.state === 'GRANTED' ? { ...known, state: 'USED' } : known);
