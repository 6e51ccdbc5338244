/** The words of a refusal, declared once beside its code. */
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

/** One field that was refused: where it stands, a stable code, and a sentence in English. */
export interface FieldError {
  /** the way to the field, segments joined by dots: `lines.0.planned`; '' is the body as a whole */
  path: string;
  code: string;
  message: string;
}

/** What one answer tells beside what its kind tells always. */
export interface ProblemInit {
  /** words that fit better than those of the kind; never a value that the caller sent */
  title?: string;
  detail?: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** further members of the answer, such as the reasons by student; RFC 9457 calls them extensions */
  extensions?: Record<string, unknown>;
}

/** A refusal, answered as RFC 9457 `application/problem+json`. Throw it anywhere. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: FieldError[];
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, unknown>;

  constructor(kind: ProblemKind, init: ProblemInit = {}) {
    const detail = init.detail ?? kind.detail;
    super(`${kind.code}: ${detail}`);
    this.name = 'Problem';
    this.status = kind.status;
    this.code = kind.code;
    this.title = init.title ?? kind.title;
    this.detail = detail;
    this.errors = init.errors;
    this.headers = init.headers ?? {};
    this.extensions = init.extensions ?? {};
  }

  /** The answer's body. `type` is a URN, since the codes are the system's own and have no page of theirs. */
  toBody(requestId?: string): Record<string, unknown> {
    return {
      ...this.extensions,
      type: `urn:jiangtu:problem:${this.code}`,
      title: this.title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(requestId && { instance: `urn:uuid:${requestId}`, requestId }),
      ...(this.errors && { errors: this.errors }),
    };
  }
}
