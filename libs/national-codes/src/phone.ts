import { invisibleSign } from './invisible-sign.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

/**
 * Reads a Chinese mobile number, a landline with its area code, in brackets or not, or a number abroad with + or 00 and its
 * country. Spaces and hyphens go, a leading +86 too; a number abroad is stored by E.164, as +85291230000.
 * Refusals: missing, excel-mangled, bad-phone.
 */
export function parsePhone(text: string): Parsed<string> {
  const written = trimmed(text);
  if (written === '') return refuse('missing', '请填写联系电话');
  const damage = spreadsheetDamage(written);
  if (damage) return damage;
  const invisible = invisibleSign(written);
  if (invisible) return refuse('bad-phone', `联系电话中有不可见的字符（${invisible}），请删除后重新填写`);
  const dialled = written.replace(/[\s-]/g, '').replace(/^00/, '+');
  const digits = dialled.replace(/^\+86/, '').replace(/^[(（](0\d{2,3})[)）]/, '$1');
  if (/^1[3-9]\d{9}$/.test(digits) || /^0[1-9]\d{1,2}\d{7,8}$/.test(digits)) return accept(digits);
  if (/^\+[1-9]\d{6,14}$/.test(digits)) return accept(digits);
  return refuse(
    'bad-phone',
    '联系电话应为 11 位手机号码、带区号的固定电话，或以 + 和国家（地区）代码开头的境外号码',
  );
}
