import { z } from 'zod';

/** As long as a phone number without its area code: a reason with such a run of digits names somebody. */
const LONG_NUMBER = /\d{7,}/;

/** Why somebody looked at or destroyed what is of a person. It is kept in the clear, so it may name nobody. */
export const accountableReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => !LONG_NUMBER.test(text), {
    params: { code: 'holds-a-number' },
    message: 'must hold no long number: it is kept in the clear',
  })
  .describe('Kept in the clear; must name nobody');

/** Grounds of erasure, after article 47 of the Personal Information Protection Law (个人信息保护法). */
export const LEGAL_GROUNDS = [
  'PURPOSE_ENDED',
  'RETENTION_EXPIRED',
  'CONSENT_WITHDRAWN',
  'UNLAWFUL_PROCESSING',
  'OTHER_LAW',
] as const;

/** 个人信息删除, as a city officer orders it. */
export const ErasureOrder = z
  .strictObject({ legalGround: z.enum(LEGAL_GROUNDS), reason: accountableReason })
  .meta({ id: 'ErasureOrder' });
export type ErasureOrder = z.infer<typeof ErasureOrder>;
