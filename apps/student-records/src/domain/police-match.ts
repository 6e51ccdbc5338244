import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';

/** 公安比对结果: the name goes with the document, or it does not. */
export const PoliceOutcome = z.enum(['MATCHED', 'MISMATCH']);
export type PoliceOutcome = z.infer<typeof PoliceOutcome>;

export const policeMatchRefusals = {
  'person-unknown': {
    status: 409,
    title: '未找到该证件的人员',
    detail: 'Nobody is registered by this document.',
    remedy: 'Deliver results of persons only who were given for comparison; compare the number.',
  },
  'match-of-another-name': {
    status: 409,
    title: '比对所用姓名与现登记姓名不同，请按现登记信息重新比对',
    detail: 'The name that was compared is not the one on record now.',
    remedy: 'Have the person compared anew: the name was corrected meanwhile.',
  },
  'match-number-taken': {
    status: 409,
    title: '该比对编号已有另一结果',
    detail: 'The number of the comparison stands for another result already.',
    remedy: 'Deliver a new comparison under a number of its own; a result is never rewritten.',
  },
  'match-in-the-future': {
    status: 409,
    title: '比对时间晚于当前时间',
    detail: 'The comparison was made later than now.',
    remedy: 'Set the clock of the delivering system right.',
  },
} as const satisfies Record<string, RefusalWords>;
export type PoliceMatchRefusal = CodeOf<typeof policeMatchRefusals>;

/** What is known of the person whose document it is. */
export interface Compared {
  readonly name: string;
  /** of the newest comparison that counts */
  readonly policeMatchedAt?: string;
}

/**
 * Whether a result counts: one that came late, after that of a newer comparison, is kept and changes nothing. What was compared has
 * to be what is on record.
 */
export function countMatch(
  known: Compared | undefined,
  { name, matchedAt }: { readonly name: string; readonly matchedAt: string },
  { at }: { readonly at: string },
): Decision<{ readonly counts: boolean }, PoliceMatchRefusal> {
  if (!known) return refuse('person-unknown');
  if (known.name !== name) return refuse('match-of-another-name');
  if (matchedAt > at) return refuse('match-in-the-future');
  return accept({ counts: known.policeMatchedAt === undefined || known.policeMatchedAt < matchedAt });
}
