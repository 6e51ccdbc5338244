import { Problem } from '#runtime';
import type { Answer } from '../domain/answer.js';
import { textsOf } from '../page/texts.js';
import type { Outcome } from './outcome.js';

/** The outcome for a program: the answer, or a problem for what is no answer. */
export function asJson(outcome: Outcome): Answer {
  switch (outcome.kind) {
    case 'ANSWERED':
      return outcome.answer;
    case 'MISTYPED':
      throw new Problem({
        status: 422,
        code: 'invalid-request',
        title: '请求内容不符合要求',
        detail: 'The request does not fit its schema; see errors.',
        errors: outcome.errors.map(({ field, code }) => ({
          path: field,
          code,
          message: textsOf('en').errors[code],
        })),
      });
    case 'TOO_MANY':
      throw new Problem({
        status: 429,
        code: 'too-many-lookups',
        title: '查询过于频繁，请稍后再试',
        detail: 'This caller has looked up too often; try again after Retry-After seconds.',
      });
    case 'ID_NUMBER_IN_ADDRESS':
      throw new Problem({
        status: 400,
        code: 'id-number-in-address',
        title: '证件号码不能放在网址中，请使用 POST',
        detail:
          'An ID number must not stand in an address, where logs and histories keep it. Send it as the body of POST /verify.',
      });
    default:
      return outcome satisfies never;
  }
}
