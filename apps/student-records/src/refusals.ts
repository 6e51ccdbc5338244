import { Problem } from '#runtime';
import type { BatchRefusal } from './domain/graduation-batch.js';
import type { ErasureRefusal } from './domain/erasure.js';
import type { GraduationFailure } from './domain/graduation-check.js';
import type { ApprovalRefusal, RevocationRefusal } from './domain/registration.js';
import { problems } from './problems.js';

export type RefusalCode =
  | 'not-found'
  | 'in-another-batch'
  | 'person-erased'
  | ApprovalRefusal
  | RevocationRefusal
  | GraduationFailure
  | ErasureRefusal
  | BatchRefusal;

/** A code with its words. */
export function refusal<Code extends RefusalCode>(code: Code) {
  const { title, detail } = problems[code];
  return { code, title, detail };
}

export const refusedItem = (id: string, code: RefusalCode) => ({ id, ...refusal(code) });

/** A refusal of a single command. */
export function refusalProblem(code: RefusalCode, extensions?: Record<string, unknown>): Problem {
  return new Problem(problems[code], extensions && { extensions });
}
