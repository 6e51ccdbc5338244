import { invisibleSign } from './invisible-sign.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const halfWidth = (sign: string) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0);

/**
 * Reads a Chinese mobile number, a landline with its area code, in brackets or not, or a number abroad with + or 00 and its
 * country, typed in half or full width. Spaces, hyphens and brackets go, a leading +86 too; a number abroad is stored by
 * E.164, as +85291230000. Of it only the length is held: numbering plans change, and nobody is refused by an old table.
 * Refusals: missing, excel-mangled, bad-phone.
 */
export function parsePhone(text: string): Parsed<string> {
  const written = trimmed(text);
  if (written === '') return refuse('missing', '请填写联系电话');
  const damage = spreadsheetDamage(written);
  if (damage) return damage;
  const invisible = invisibleSign(written);
  if (invisible) return refuse('bad-phone', `联系电话中有不可见的字符（${invisible}），请删除后重新填写`);
  const digits = nationalOrAbroad(written);
  if (/^1[3-9]\d{9}$/.test(digits) || /^0[1-9]\d{1,2}\d{7,8}$/.test(digits)) return accept(digits);
  if (/^\+[1-9]\d{6,14}$/.test(digits)) return accept(digits);
  return refuse(
    'bad-phone',
    '联系电话应为 11 位手机号码、带区号的固定电话，或以 + 和国家（地区）代码开头的境外号码',
  );
}

function nationalOrAbroad(written: string): string {
  const typed = written.replace(FULL_WIDTH, halfWidth).replace(/[\s\u2010-\u2014-]/g, '');
  const dialled = typed.replace(/\((\+?\d+)\)/, '$1').replace(/^00/, '+');
  const digits = dialled.replace(/^\+86/, '');
  const lacksItsZero = digits !== dialled && /^(10|[2-9])/.test(digits);
  return lacksItsZero ? `0${digits}` : digits;
}
