import { declareProblems } from '#runtime';

/** Every code of the lookup's own. */
export const problems = declareProblems({
  'id-number-in-address': {
    status: 400,
    title: '证件号码不能放在网址中，请使用 POST',
    detail:
      'An ID number must not stand in an address, where logs and histories keep it. Send it as the body of POST /verify.',
    remedy: 'Send the ID number as the body of `POST /verify`, as JSON or as a form.',
  },
  'too-many-lookups': {
    status: 429,
    title: '查询过于频繁，请稍后再试',
    detail: 'This caller has looked up too often; try again after Retry-After seconds.',
    remedy:
      'Wait for `Retry-After` seconds. A partner with a token may look up more: `POST /partner/verify`.',
  },
});
