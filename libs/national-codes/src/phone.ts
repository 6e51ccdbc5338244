import { accept, refuse, type Parsed } from './parsed.js';
import { spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

/** Reads a Chinese mobile number, or a landline with its area code; spaces and hyphens go, a leading +86 too. */
export function parsePhone(text: string): Parsed<string> {
  const written = trimmed(text);
  if (written === '') return refuse('missing', '请填写联系电话');
  const damage = spreadsheetDamage(written);
  if (damage) return damage;
  const digits = written.replace(/[\s-]/g, '').replace(/^(\+86|0086)/, '');
  if (/^1[3-9]\d{9}$/.test(digits) || /^0[1-9]\d{1,2}\d{7,8}$/.test(digits)) return accept(digits);
  return refuse('bad-phone', '联系电话应为 11 位手机号码，或带区号的固定电话');
}
