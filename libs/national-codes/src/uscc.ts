import { USCC_ALPHABET, usccCheck } from './check-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { excelMangled, looksRounded, spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

const FORM = new RegExp(`^[${USCC_ALPHABET}]{2}\\d{6}[${USCC_ALPHABET}]{10}$`);

/**
 * Reads a unified social credit code 统一社会信用代码 (GB 32100); lower case is accepted, upper case returned.
 * Refusals: missing, excel-mangled, bad-format, bad-check-digit.
 */
export function parseUscc(text: string): Parsed<string> {
  const uscc = trimmed(text).toUpperCase();
  if (uscc === '') return refuse('missing', '请填写统一社会信用代码');
  const damage = spreadsheetDamage(uscc);
  if (damage) return damage;
  if (!FORM.test(uscc))
    return refuse('bad-format', '统一社会信用代码应为 18 位，第 3 至 8 位为数字，不含字母 I、O、S、V、Z');
  if (usccCheck(uscc.slice(0, 17)) === uscc[17]) return accept(uscc);
  if (looksRounded(uscc)) return excelMangled();
  return refuse('bad-check-digit', '统一社会信用代码校验位不正确，请逐位核对');
}

/** Whether the text is a valid code exactly as it is stored: 18 characters, upper case, nothing around it. */
export const isUscc = (text: string): boolean => {
  const parsed = parseUscc(text);
  return parsed.ok && parsed.value === text;
};
