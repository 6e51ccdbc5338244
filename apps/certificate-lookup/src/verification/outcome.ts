import type { Answer } from '../domain/answer.js';
import type { FactorError } from '../domain/factors.js';

/** What became of one look-up, before it is put as JSON or as a page. */
export type Outcome =
  | { readonly kind: 'ANSWERED'; readonly answer: Answer }
  | { readonly kind: 'MISTYPED'; readonly errors: readonly FactorError[] }
  | { readonly kind: 'TOO_MANY'; readonly retryAfterSeconds: number }
  | { readonly kind: 'ID_NUMBER_IN_ADDRESS' };

/** Seconds after which it is worth asking again when nothing can be told: a lookup that lags soon catches up. */
const RETRY_AFTER_S = 15;

export function statusOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'ANSWERED':
      return outcome.answer.result === 'CANNOT_TELL' ? 503 : 200;
    case 'MISTYPED':
      return 422;
    case 'TOO_MANY':
      return 429;
    case 'ID_NUMBER_IN_ADDRESS':
      return 400;
    default:
      return outcome satisfies never;
  }
}

export function retryAfterOf(outcome: Outcome): number | undefined {
  if (outcome.kind === 'TOO_MANY') return outcome.retryAfterSeconds;
  return statusOf(outcome) === 503 ? RETRY_AFTER_S : undefined;
}
