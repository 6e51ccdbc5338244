import { z } from 'zod';
import { notFound, Problem } from '#runtime';
import type { Refusal } from './domain/refusal.js';

/** The refused items of a batch, as every batch answers them. */
export const refusedItems = z.array(
  z.object({
    id: z.string().describe('The id that was given, or the natural key of what has none yet'),
    code: z.string().describe('Stable; decide on this'),
    title: z.string().describe('Chinese, for the registrar'),
    detail: z.string().describe('English'),
  }),
);

/** A refusal of a single command as a problem: what does not exist is 404, what may not be is 409. */
export function refusalProblem(refusal: Refusal): Problem {
  const { code, title, detail } = refusal;
  return code === 'not-found' ? notFound(detail, title) : new Problem({ status: 409, code, title, detail });
}
