import { z } from 'zod';
import { invisibleSign } from '#national-codes';

/** A required text that somebody writes, in one line or several. A sign that shows nothing is refused by its number. */
export const writtenText = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .superRefine((text, context) => {
      const invisible = invisibleSign(text.replace(/[\t\r\n]/g, ' '));
      if (!invisible) return;
      const message = `含有不可见的字符（${invisible}），请删除后重新填写`;
      context.addIssue({ code: 'custom', message, params: { code: 'invisible-sign' } });
    });
