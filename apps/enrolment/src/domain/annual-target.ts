import { z } from 'zod';
import { id, Level } from '#contracts';
import { Authority } from './authority.js';

/**
 * 年度招生目标: how many the city wants to take in within a year, as a whole, for a level, or for the schools of an authority. The
 * city's plan (专栏1) asks for more than 35,000 a year [S].
 */
export const AnnualTarget = z.object({
  targetId: id,
  year: z.int(),
  level: Level.optional(),
  authorityCode: Authority.shape.authorityCode.optional(),
  target: z.int(),
  version: z.int(),
});
export type AnnualTarget = z.infer<typeof AnnualTarget>;
