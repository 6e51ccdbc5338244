import type { IdNumber } from './eighteen-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { readTypedCode } from './typed-code.js';

/**
 * Reads a passport number 护照号码: 5 to 20 letters and digits. States number their passports as they like, and
 * ICAO 9303 gives only the room in the machine-readable zone, so nothing more can be said of a number.
 * Refusals: missing, excel-mangled, bad-format.
 */
export function parsePassport(text: string): Parsed<IdNumber> {
  const typed = readTypedCode(text, '护照号码');
  if (!typed.ok) return typed;
  const idNumber = typed.value;
  return /^[0-9A-Z]{5,20}$/.test(idNumber)
    ? accept({ idNumber })
    : refuse('bad-format', '护照号码应为 5 至 20 位字母和数字');
}
