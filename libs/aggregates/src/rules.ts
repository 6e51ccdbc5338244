import type { z } from 'zod';

/**
 * What a rule is made of. Pure: `domain/` imports this file and nothing else of the library.
 */

/** The outcome of a rule: the next state, or a refusal with a stable code. */
export type Decision<State, Code extends string = string> = Accepted<State> | Refusal<Code>;

export interface Accepted<State> {
  readonly ok: true;
  readonly value: State;
}

export interface Refusal<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  /** words that fit this case better than those of the code, such as with the dates of a window */
  readonly words?: CaseWords;
}

/** Chinese and English, never with a value that the caller sent. */
export type CaseWords = Pick<RefusalWords, 'title' | 'detail'>;

export const accept = <State>(value: State): Accepted<State> => ({ ok: true, value });

export const refuse = <Code extends string>(code: Code, words?: CaseWords): Refusal<Code> => ({
  ok: false,
  code,
  ...(words && { words }),
});

/**
 * The words of a refusal, beside the rule that refuses. A service lists all of its own in `problems.ts`, for the page
 * of problems.
 */
export interface RefusalWords {
  /** HTTP status of the refusal of a single command; one for a code, wherever it is answered */
  readonly status: number;
  /** Chinese, for the person at the screen */
  readonly title: string;
  /** English, for who reads a log; never a value that the caller sent */
  readonly detail: string;
  /** English, what the caller can do about it */
  readonly remedy: string;
}

/** The codes of a list of refusals. */
export type CodeOf<Refusals extends Record<string, RefusalWords>> = keyof Refusals & string;

/** Of every step: also what belongs to another school is answered so. */
export const notFoundRefusal = {
  'not-found': {
    status: 404,
    title: '未找到该记录',
    detail: 'There is no such record within your scope.',
    remedy: 'Look at the id. What belongs to another school is answered like this as well.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Of a step that a district takes: it reads what lies in its region, and changes none of it. */
export const otherAuthorityRefusal = {
  'other-authority': {
    status: 403,
    title: '该校不由贵单位主管，只能查看',
    detail:
      'The school lies in the region of the district, and another authority is over it: the district reads only.',
    remedy: 'Leave it to the authority of the school; `authorityCode` of the school names it.',
  },
} as const satisfies Record<string, RefusalWords>;

/** What every rule may know of the asking: who, and when by the one clock of the transaction. */
export interface Asked {
  /** subject of the token; of a reaction or a job, the name of the service */
  readonly subject: string;
  /** moment, in UTC: `2026-06-30T08:00:00.000Z` */
  readonly at: string;
  /** the same moment's day in China: `2026-06-30` */
  readonly today: string;
}

/** 四眼原则: nobody decides on what they contributed to. A check of the table stops whatever comes past the rule. */
export const ownContributionRefusals = {
  'approver-is-submitter': {
    status: 403,
    title: '不能审批本人提交的事项',
    detail: 'Nobody approves or rejects what they submitted, drafted or changed themselves.',
    remedy: 'Let another officer decide.',
  },
} as const satisfies Record<string, RefusalWords>;

/** @param contributors subjects of everybody who drafted, changed or submitted it */
export const isOwnContribution = (subject: string, ...contributors: readonly string[]): boolean =>
  contributors.includes(subject);

/** @returns the contributors with one more, who stands among them once */
export const withContributor = (contributors: readonly string[], subject: string): string[] => [
  ...new Set([...contributors, subject]),
];

/** The names of the states of a union, in the order of its members: `['SUBMITTED', 'ACTIVE', …]`. */
export const stateNames = <Union extends z.ZodDiscriminatedUnion<readonly z.ZodObject[], 'state'>>(
  union: Union,
): z.infer<Union>['state' & keyof z.infer<Union>][] =>
  union.options.flatMap(({ shape }) => [...(shape.state!._zod.values ?? [])]) as never;
