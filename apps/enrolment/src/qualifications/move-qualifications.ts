import { z } from 'zod';
import { batchTransition, type Following, inBatches, transition } from '#aggregates';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason } from '#security';
import { type Qualification, REVIEW_DECISIONS } from '../domain/qualification.js';
import * as acts from '../domain/qualification-acts.js';
import * as drafts from '../domain/qualification-draft.js';
import { wrongState } from '../domain/refusals.js';
import { mayRun } from '../domain/school.js';
import { publishSchoolsOf, schools } from '../schools/schools.js';
import { Terms } from './draft-qualification.js';
import { qualifications } from './qualifications.js';

const effectiveOn = day.optional().meta({
  description: '生效日期, in the past or the future; today where it is left out',
  example: '2026-09-01',
});
const dated = { reason: accountableReason.meta({ example: '年度审核' }), effectiveOn };

/** What every act on a qualification has: its history notes from when it counts, and its school is published with it. */
const act = {
  roles: ['city-officer'],
  noted: (after: Qualification, { reason }: acts.Act) => ({ reason, effectiveOn: dayOf(after) }),
  saved: (tx: Transaction, moved: readonly Qualification[], { save }: Following) =>
    publishSchoolsOf(tx, moved, save),
} as const;

/** What waits for its day has changed nothing yet. */
export const dayOf = (after: Qualification) =>
  'stateSince' in after && !after.next ? after.stateSince : undefined;

/** 公布: admissions that start afterwards see it. */
export const publishQualification = transition(qualifications, {
  ...act,
  name: 'publish-qualification',
  path: ':qualificationId/publish',
  sentence: { zh: '公布了招生资质', en: 'published the qualification' },
  input: { ...dated, reason: dated.reason.optional() },
  refuses: acts.publicationRefusals,
  decide: acts.publish,
});

/** 暂停 */
export const suspendQualification = transition(qualifications, {
  ...act,
  name: 'suspend-qualification',
  path: ':qualificationId/suspend',
  sentence: { zh: '暂停了招生资质', en: 'suspended the qualification' },
  input: dated,
  refuses: acts.actRefusals,
  decide: acts.suspend,
});

/** 恢复 */
export const resumeQualification = transition(qualifications, {
  ...act,
  name: 'resume-qualification',
  path: ':qualificationId/resume',
  sentence: { zh: '恢复了招生资质', en: 'resumed the qualification' },
  input: dated,
  refuses: acts.publicationRefusals,
  decide: acts.resume,
});

/** 撤销: for good; a school that may recruit again gets a new one. */
export const revokeQualification = transition(qualifications, {
  ...act,
  name: 'revoke-qualification',
  path: ':qualificationId/revoke',
  sentence: { zh: '撤销了招生资质', en: 'revoked the qualification' },
  input: dated,
  refuses: acts.actRefusals,
  decide: acts.revoke,
});

export const cancelQualificationAct = transition(qualifications, {
  ...act,
  name: 'cancel-qualification-act',
  path: ':qualificationId/cancel-act',
  sentence: { zh: '撤回了待生效的招生资质决定', en: 'cancelled the act on the qualification' },
  input: { reason: dated.reason },
  refuses: acts.cancelRefusals,
  decide: acts.cancelAct,
  noted: (_, { reason }) => ({ reason }),
});

/** 定期清理: the same decision for many; those with another one are reviewed by another request. */
export const reviewQualifications = batchTransition(qualifications, {
  ...act,
  name: 'review-qualifications',
  path: 'batch-review',
  sentence: { zh: '复核了招生资质', en: 'reviewed the qualification' },
  input: { ...dated, decision: z.enum(REVIEW_DECISIONS).meta({ description: '复核结论: 保留, 暂停, 撤销', example: 'KEEP' }) }, // prettier-ignore
  refuses: acts.actRefusals,
  decide: acts.review,
});

async function schoolsOf(tx: Transaction, drafted: readonly Qualification[]) {
  const theirs = await schools.lock(tx, drafted.map(({ schoolCode }) => schoolCode)); // prettier-ignore
  const byCode = new Map(theirs.map((school) => [school.schoolCode, school]));
  const today = dayInChina(tx.at);
  return {
    mayRun: (each: Qualification, level: string) => mayRun(byCode.get(each.schoolCode)!, level, today),
  };
}

/** 更正 a draft: its terms, whole. */
export const correctQualification = transition(qualifications, {
  ...act,
  name: 'correct-qualification',
  path: ':qualificationId/correct',
  sentence: { zh: '更正了招生资质草案', en: 'corrected the draft of the qualification' },
  input: Terms,
  refuses: drafts.draftCorrectionRefusals,
  context: schoolsOf,
  decide: drafts.correctDraft,
  noted: () => ({}),
});

export const withdrawQualification = transition(qualifications, {
  ...act,
  name: 'withdraw-qualification',
  path: ':qualificationId/withdraw',
  sentence: { zh: '撤回了招生资质草案', en: 'withdrew the draft of the qualification' },
  input: { reason: dated.reason },
  refuses: wrongState,
  decide: drafts.withdrawDraft,
  noted: (_, { reason }) => ({ reason }),
});

/** 批量: those of a whole year, or of all schools that one decision is about. Each draft is corrected by itself. */
export const publishQualifications = inBatches(publishQualification);
export const suspendQualifications = inBatches(suspendQualification);
export const resumeQualifications = inBatches(resumeQualification);
export const revokeQualifications = inBatches(revokeQualification);
export const withdrawQualifications = inBatches(withdrawQualification);
export const cancelQualificationActs = inBatches(cancelQualificationAct);
