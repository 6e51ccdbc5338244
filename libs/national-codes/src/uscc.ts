import { USCC_ALPHABET, usccCheck } from './check-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { excelMangled, looksRounded } from './spreadsheet-damage.js';
import { readTypedCode } from './typed-code.js';

const FORM = new RegExp(`^[${USCC_ALPHABET}]{2}\\d{6}[${USCC_ALPHABET}]{10}$`);

/**
 * 登记管理部门: 1 机构编制, 2 外交, 3 司法行政, 4 文化, 5 民政, 6 旅游, 7 宗教, 8 工会, 9 工商 (now 市场监管),
 * A 中央军委改革和编制办公室, N 农业, Y 其他.
 */
const REGISTRATION_AUTHORITIES = '123456789ANY';

/**
 * Reads a unified social credit code 统一社会信用代码 (GB 32100-2015): who registers, category, six digits of region,
 * nine characters of organisation code, check character. Lower case is accepted, upper case returned.
 * Of the category only the form is checked, a digit from 1: published lists of categories differ.
 * Refusals: missing, excel-mangled, bad-format, unknown-registration-authority, unknown-category, bad-check-digit.
 */
export function parseUscc(text: string): Parsed<string> {
  const typed = readTypedCode(text, '统一社会信用代码');
  if (!typed.ok) return typed;
  const uscc = typed.value;
  if (!FORM.test(uscc))
    return refuse('bad-format', '统一社会信用代码应为 18 位，第 3 至 8 位为数字，不含字母 I、O、S、V、Z');
  const checks = usccCheck(uscc.slice(0, 17)) === uscc[17];
  if (!checks && looksRounded(uscc)) return excelMangled();
  if (!REGISTRATION_AUTHORITIES.includes(uscc[0]!))
    return refuse('unknown-registration-authority', '统一社会信用代码第 1 位不是登记管理部门代码，请核对');
  if (!/[1-9]/.test(uscc[1]!))
    return refuse('unknown-category', '统一社会信用代码第 2 位（机构类别）应为 1 至 9 的数字，请核对');
  return checks ? accept(uscc) : refuse('bad-check-digit', '统一社会信用代码校验位不正确，请逐位核对');
}

/** Whether the text is a valid code exactly as it is stored: 18 characters, upper case, nothing around it. */
export const isUscc = (text: string): boolean => {
  const parsed = parseUscc(text);
  return parsed.ok && parsed.value === text;
};
