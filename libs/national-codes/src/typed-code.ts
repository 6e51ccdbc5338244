import { invisibleSign } from './invisible-sign.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

/** What a Chinese keyboard types for the signs of ASCII when it is set to full width. */
const FULL_WIDTH = /[\uFF01-\uFF5E]/;

/**
 * A code as it was typed: without the white space around it, a to z in upper case. Only ASCII is raised: the
 * language's own upper case makes two letters of ﬀ, and would so repair a code into another.
 * Full-width signs, spaces inside and invisible signs are refused with advice rather than repaired: who typed them should look again.
 * Refusals: missing, excel-mangled, bad-format.
 */
export function readTypedCode(text: string, what: string): Parsed<string> {
  const code = trimmed(text).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  if (code === '') return refuse('missing', `请填写${what}`);
  const damage = spreadsheetDamage(code);
  if (damage) return damage;
  if (FULL_WIDTH.test(code)) return refuse('bad-format', `${what}中有全角字符，请改用半角数字和字母`);
  if (/\s/.test(code)) return refuse('bad-format', `${what}中间有空格，请去掉空格后重新填写`);
  const invisible = invisibleSign(code);
  if (invisible) return refuse('bad-format', `${what}中有不可见的字符（${invisible}），请删除后重新填写`);
  return accept(code);
}
