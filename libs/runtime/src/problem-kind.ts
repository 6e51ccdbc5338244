/** What is told of a refusal, declared once beside its code. */
export interface ProblemWords {
  /** one for a code, wherever it is answered */
  status: number;
  /** Chinese, for the person at the screen */
  title: string;
  /** English, for who reads a log; never a value that the caller sent, it could be an ID number */
  detail: string;
  /** English, what the caller can do about it; docs/problems.md shows it */
  remedy: string;
}

declare const DECLARED: unique symbol;

/** A declared code with its words. Only {@link declareProblems} makes one, so none is answered that is not listed. */
export interface ProblemKind extends Readonly<ProblemWords> {
  /** stable, kebab-case; what a program decides on */
  readonly code: string;
  readonly [DECLARED]: true;
}

export type ProblemList<Code extends string = string> = { readonly [Each in Code]: ProblemKind };

/**
 * The codes that a service or a library can answer. docs/problems.md is made of these lists, and a code that stands in
 * none does not compile, neither where it is thrown nor in `@Refuses`.
 */
export function declareProblems<const Words extends Record<string, ProblemWords>>(
  words: Words,
): ProblemList<keyof Words & string> {
  const kinds = Object.entries(words).map(([code, each]) => [code, { ...each, code }]);
  return Object.fromEntries(kinds) as ProblemList<keyof Words & string>;
}
