import { notFound, Problem } from '#runtime';
import type { Refusal } from './domain/refusal.js';

/** A refusal of a single command as a problem: what does not exist is 404, what may not be is 409. */
export function refusalProblem(refusal: Refusal): Problem {
  const { code, title, detail } = refusal;
  return code === 'not-found' ? notFound(detail, title) : new Problem({ status: 409, code, title, detail });
}
