import { commonProblems } from './common-problems.js';
import type { ProblemKind } from './problem-kind.js';

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

/** A refusal that the caller is told about, as RFC 9457 `application/problem+json`. Throw it anywhere. */
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

/** A server this service needs does not answer, or is busy: 503 with Retry-After. A commit whose answer was lost ends here too. */
export function temporarilyUnavailable(detail: string, retryAfterSeconds = 2): Problem {
  return new Problem(commonProblems['temporarily-unavailable'], {
    detail,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

/** 404 for a resource. Also the answer for what belongs to another school: its existence is not told. */
export function notFound(detail: string, title = '未找到'): Problem {
  return new Problem(commonProblems['not-found'], { detail, title });
}
