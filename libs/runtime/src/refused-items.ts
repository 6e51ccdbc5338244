import { z } from 'zod';

/** The refused items of a batch, as every batch answers them; the others of the batch were done. */
export const refusedItems = z.array(
  z.object({
    id: z.string().describe('The id that was given, or the natural key of what has none yet'),
    code: z.string().describe('Stable; decide on this'),
    title: z.string().describe('Chinese, for the registrar'),
    detail: z.string().describe('English'),
  }),
);
