import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { actRefusals } from './qualification-acts.js';
import type { Qualification } from './qualification.js';
import { levelTooHigh, wrongState } from './refusals.js';

export type DraftedTerms = Pick<
  Qualification,
  'validFrom' | 'validTo' | 'levels' | 'modes' | 'outOfCityAllowed' | 'reason' | 'publicationNo'
>;
export const draftCorrectionRefusals = {
  ...wrongState,
  ...levelTooHigh,
  'act-is-pending': actRefusals['act-is-pending'],
  'ends-before-start': {
    status: 422,
    title: '有效期截止日期早于起始日期',
    detail: 'The last day of the qualification is before its first one.',
    remedy: 'Correct one of the two days.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 更正 a draft. Who does has a hand in it, and does not publish it. @param mayRun of the school of the draft */
export function correctDraft(
  known: Qualification,
  terms: DraftedTerms,
  { subject, mayRun }: Asked & { readonly mayRun: (known: Qualification, level: string) => boolean },
): Decision<Qualification, CodeOf<typeof draftCorrectionRefusals>> {
  if (known.state !== 'DRAFT') return refuse('wrong-state');
  if (known.next) return refuse('act-is-pending');
  if (terms.validTo < terms.validFrom) return refuse('ends-before-start');
  if (!terms.levels.every((level) => mayRun(known, level))) return refuse('level-above-school-type');
  return accept({ ...known, ...terms, changedBy: [...new Set([...known.changedBy, subject])] });
}

/** 撤回 a draft. */
export function withdrawDraft(known: Qualification): Decision<Qualification, 'wrong-state'> {
  return known.state === 'DRAFT'
    ? accept({ ...known, state: 'WITHDRAWN', next: undefined })
    : refuse('wrong-state');
}
