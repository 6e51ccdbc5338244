import { z } from 'zod';
import { dayInChina, parseUscc, regionName } from '#national-codes';
import { writtenText } from '#runtime';

/** 统一社会信用代码, stored in upper case. */
export const uscc = z.string().transform((text, context) => {
  const parsed = parseUscc(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
  return z.NEVER;
});

/** A name, or another text of one line. */
export const text = writtenText(100);

/** 所在地: a district or county as it is today. */
export const regionCode = z
  .string()
  .regex(/^\d{6}$/)
  .refine((code) => regionName(code, dayInChina(new Date())) !== undefined, {
    params: { code: 'region-unknown' },
    message: 'is no code of a region in force (GB/T 2260)',
  });
