import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import type { Registration } from './registration-states.js';
import type { Term, TermReopening } from './term.js';

/** 未注册原因 [D] */
export const NOT_CONFIRMED_REASONS = ['NOT_RETURNED', 'LEAVING', 'FEES_OPEN', 'ILLNESS', 'OTHER'] as const;

const confirmation = {
  confirmationId: id,
  registrationId: id,
  termId: id,
  schoolCode,
  version: z.int(),
};
const stated = { statedBy: z.string(), statedAt: moment };

/** 学期注册 of one student in one term. It changes nothing about the registration: who is not confirmed has not left. */
export const TermConfirmation = z.discriminatedUnion('state', [
  z.object({ ...confirmation, ...stated, state: z.literal('CONFIRMED') }),
  z.object({
    ...confirmation,
    ...stated,
    state: z.literal('NOT_CONFIRMED'),
    reasonCode: z.enum(NOT_CONFIRMED_REASONS),
    remark: z.string().optional(),
  }),
  /** 逾期未注册: the window closed without a word of the school */
  z.object({ ...confirmation, state: z.literal('MISSED'), missedOn: day }),
]);
export type TermConfirmation = z.infer<typeof TermConfirmation>;

export const confirmationRefusals = {
  'term-not-known': {
    status: 409,
    title: '该学期未开设或已取消',
    detail: 'The city has not opened this term, or has cancelled it.',
    remedy: 'Look at the list of terms; a term is named like 2026-2027-1.',
  },
  'confirmation-window-closed': {
    status: 409,
    title: '不在该学期的注册时间内',
    detail: 'The term cannot be confirmed today.',
    remedy:
      'Confirm within the dates that the answer names, or ask the authority to reopen the term for the school.',
  },
  'not-studying': {
    status: 409,
    title: '该学生不在读，无须办理学期注册',
    detail:
      'Only who studies is confirmed: not who is on leave or retained, whose registration has ended or waits.',
    remedy: 'Leave the student out; who has returned from leave returns first.',
  },
  'entered-later': {
    status: 409,
    title: '该学生在学期结束后入学',
    detail: 'The student entered after the term had ended.',
    remedy: 'Look at the term; the student is confirmed in a later one.',
  },
  'reason-not-fitting': {
    status: 409,
    title: '未注册的须填写原因，已注册的不填',
    detail: 'Who is not confirmed has a reason, and who is confirmed has none.',
    remedy: 'Give `reasonCode` with NOT_CONFIRMED, and leave it out with CONFIRMED.',
  },
} as const satisfies Record<string, RefusalWords>;

export interface Statement {
  readonly result: 'CONFIRMED' | 'NOT_CONFIRMED';
  readonly reasonCode?: (typeof NOT_CONFIRMED_REASONS)[number] | undefined;
  readonly remark?: string | undefined;
}

interface StatementContext extends Asked {
  readonly newId: string;
  readonly term: Term | undefined;
  readonly reopening: TermReopening | undefined;
  readonly standing: TermConfirmation | undefined;
}

/** 学期注册: stated by the school within the window, and stated anew where it was wrong. */
export function confirmTerm(
  registration: Registration,
  { result, reasonCode, remark }: Statement,
  { newId, term, reopening, standing, subject: statedBy, at: statedAt, today }: StatementContext,
): Decision<TermConfirmation, CodeOf<typeof confirmationRefusals>> {
  if (term?.state !== 'OPEN') return refuse('term-not-known');
  const { from, to } = windowOf(term, reopening);
  if (today < from || today > to) return refuse('confirmation-window-closed', windowWords(from, to));
  if (!isExpected(registration)) return refuse('not-studying');
  if (registration.startOn > term.endOn) return refuse('entered-later');
  if ((result === 'CONFIRMED') !== (reasonCode === undefined)) return refuse('reason-not-fitting');
  const { confirmationId = newId, version = 1 } = standing ?? {};
  const { registrationId, schoolCode: school } = registration;
  const of = { confirmationId, registrationId, termId: term.termId, schoolCode: school, version };
  const common = { ...of, statedBy, statedAt };
  return accept(
    reasonCode === undefined
      ? { ...common, state: 'CONFIRMED' }
      : { ...common, state: 'NOT_CONFIRMED', reasonCode, ...(remark !== undefined && { remark }) },
  );
}

/** When a school confirms: as the city has set it, and longer where the authority has reopened the term for it. */
export const windowOf = (term: Term, reopening: TermReopening | undefined) => ({
  from: term.confirmationOpensOn,
  to: [term.confirmationClosesOn, reopening?.confirmationClosesOn ?? ''].toSorted().at(-1)!,
});

const windowWords = (from: string, to: string) => ({
  title: `不在该学期的注册时间内（${from} 至 ${to}）`,
  detail: `The term is confirmed from ${from} to ${to}, both days included.`,
});

/** 在读: who is on leave or retained is away by a decision, and nobody waits for them. [D] */
export const EXPECTED_STATES = ['ACTIVE', 'TRANSFER_PENDING'] as const;
const isExpected = ({ state }: Registration) => EXPECTED_STATES.some((each) => each === state);

/** 逾期未注册, as the job of the night finds it after the window. */
export const missed = (
  of: Pick<TermConfirmation, 'confirmationId' | 'registrationId' | 'termId' | 'schoolCode'>,
  missedOn: string,
): TermConfirmation => ({ ...of, version: 1, state: 'MISSED', missedOn });
