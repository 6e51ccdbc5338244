import { commonProblems, Problem } from '#runtime';
import type { Answer } from '../domain/answer.js';
import { textsOf } from '../page/texts.js';
import { problems } from '../problems.js';
import type { Outcome } from './outcome.js';

/** The outcome for a program: the answer, or a problem for what is no answer. */
export function asJson(outcome: Outcome): Answer {
  switch (outcome.kind) {
    case 'ANSWERED':
      return outcome.answer;
    case 'MISTYPED':
      throw new Problem(commonProblems['invalid-request'], {
        errors: outcome.errors.map(({ field, code }) => ({
          path: field,
          code,
          message: textsOf('en').errors[code],
        })),
      });
    case 'TOO_MANY':
      throw new Problem(problems['too-many-lookups']);
    case 'ID_NUMBER_IN_ADDRESS':
      throw new Problem(problems['id-number-in-address']);
    default:
      return outcome satisfies never;
  }
}
