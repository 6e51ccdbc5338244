import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { id, schoolCode } from '#contracts';
import { wrongState } from './refusals.js';

/** 疑似同一人持两个证件, 一个证件两个姓名 */
export const CONFLICT_KINDS = ['TWO_DOCUMENTS', 'TWO_NAMES'] as const;

const pair = {
  conflictId: id,
  kind: z.enum(CONFLICT_KINDS),
  /** the earlier application */
  firstId: id,
  firstSchoolCode: schoolCode,
  secondId: id,
  secondSchoolCode: schoolCode,
  version: z.int(),
};
const decided = { ...pair, decidedBy: z.string() };

/** 身份冲突: two live applications that may be of one person, or that one document names differently. */
export const IdentityConflict = z.discriminatedUnion('state', [
  /** 待核实: neither of the two is admitted meanwhile */
  z.object({ ...pair, state: z.literal('OPEN') }),
  /** 不是同一人 */
  z.object({ ...decided, state: z.literal('DIFFERENT_PERSONS') }),
  /** 是同一人: the other application was cancelled */
  z.object({ ...decided, state: z.literal('SAME_PERSON'), wrongId: id }),
  /** 录入有误: that application is not admitted before its school has corrected it */
  z.object({ ...decided, state: z.literal('SCHOOL_ERROR'), wrongId: id }),
  /** 已更正: they are alike no longer */
  z.object({ ...pair, state: z.literal('CORRECTED') }),
]);
export type IdentityConflict = z.infer<typeof IdentityConflict>;

export const disputed = {
  'identity-in-conflict': {
    status: 409,
    title: '该考生身份信息与另一报名存在冲突，须先更正或由市级核实',
    detail: 'Another application names the document otherwise, or seems to be of the same person.',
    remedy: 'Compare the entry with the documents and correct it, or wait for the decision of the city.',
  },
} as const satisfies Record<string, RefusalWords>;

export const resolutionRefusals = {
  ...wrongState,
  'wrong-one-missing': {
    status: 422,
    title: '须指明哪一个报名有误，且应为冲突双方之一',
    detail: 'This resolution names which of the two applications is wrong.',
    remedy: 'Give `wrongId`: `firstId` or `secondId` of the conflict.',
  },
  'application-not-cancellable': {
    status: 409,
    title: '有误的报名已报到或已结束，不能取消',
    detail: 'The application that is wrong has checked in, or is over.',
    remedy: 'Have the registration decided in student records, or name the other application.',
  },
} as const satisfies Record<string, RefusalWords>;

export const RESOLUTIONS = ['DIFFERENT_PERSONS', 'SAME_PERSON', 'SCHOOL_ERROR'] as const;
export interface Resolution {
  readonly resolution: (typeof RESOLUTIONS)[number];
  readonly wrongId?: string;
}

/** 核实, by the city */
export function resolve(
  conflict: IdentityConflict,
  { resolution, wrongId }: Resolution,
  { subject: decidedBy, canCancel }: Asked & { readonly canCancel: (applicationId: string) => boolean },
): Decision<IdentityConflict, CodeOf<typeof resolutionRefusals>> {
  if (conflict.state !== 'OPEN') return refuse('wrong-state');
  if (resolution === 'DIFFERENT_PERSONS') return accept({ ...conflict, state: resolution, decidedBy });
  if (wrongId !== conflict.firstId && wrongId !== conflict.secondId) return refuse('wrong-one-missing');
  if (resolution === 'SAME_PERSON' && !canCancel(wrongId)) return refuse('application-not-cancellable');
  return accept({ ...conflict, state: resolution, wrongId, decidedBy });
}

const UNDECIDED = { decidedBy: undefined, wrongId: undefined };

/** 重新核实: takes a resolution back. An application that it has cancelled is taken up again by a command of its own. */
export const reopen = (conflict: IdentityConflict): Decision<IdentityConflict, keyof typeof wrongState> =>
  conflict.state === 'OPEN' ? refuse('wrong-state') : accept({ ...conflict, ...UNDECIDED, state: 'OPEN' });

/** The correction of an application has settled it. */
export const settle = (conflict: IdentityConflict): Decision<IdentityConflict, keyof typeof wrongState> =>
  conflict.state === 'OPEN' || conflict.state === 'SCHOOL_ERROR'
    ? accept({ ...conflict, ...UNDECIDED, state: 'CORRECTED' })
    : refuse('wrong-state');
