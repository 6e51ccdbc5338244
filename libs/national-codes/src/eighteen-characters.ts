import { dayOfDigits, isInTheFuture } from './calendar.js';
import { residentCheck } from './check-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { excelMangled, looksRounded } from './spreadsheet-damage.js';
import { readTypedCode } from './typed-code.js';

/** What the form of GB 11643 says whoever the number belongs to: a citizen, a resident of 港澳台 or a foreigner. */
export interface EighteenCharacters {
  /** 18 characters, the check character in upper case. */
  idNumber: string;
  /** 'YYYY-MM-DD' */
  birthDate: string;
  /** GB/T 2261.1: 1 男, 2 女. An odd sequence number is a man's. */
  sex: '1' | '2';
}

/** A number as it is stored, and what it says of its holder: of many documents nothing but the number. */
export type IdNumber = Pick<EighteenCharacters, 'idNumber'> &
  Partial<EighteenCharacters> & { readonly knownRegion?: boolean };

/** Nobody who is alive was born before; numbers have been given since 1984. */
const EARLIEST_BIRTH = '1900-01-01';

/**
 * Reads 18 characters in the form of GB 11643-1999: six digits of place, eight of birth, three of sequence and the
 * check character by ISO 7064 MOD 11-2.
 * Refusals: missing, excel-mangled, fifteen-digit, bad-format, bad-birth-date, bad-check-digit.
 */
export function readEighteenCharacters(text: string): Parsed<EighteenCharacters> {
  const typed = readTypedCode(text, '证件号码');
  if (!typed.ok) return typed;
  const idNumber = typed.value;
  if (/^\d{15}$/.test(idNumber))
    return refuse('fifteen-digit', '15 位旧号码已停止使用，请填写 18 位公民身份号码');
  if (!/^\d{17}[\dX]$/.test(idNumber)) return refuse('bad-format', '证件号码应为 18 位，前 17 位为半角数字');
  const checks = residentCheck(idNumber.slice(0, 17)) === idNumber[17];
  if (!checks && looksRounded(idNumber)) return excelMangled();
  const birthDate = dayOfDigits(idNumber.slice(6, 14));
  if (birthDate === undefined || birthDate < EARLIEST_BIRTH)
    return refuse('bad-birth-date', '证件号码中的出生日期不存在，请核对第 7 至 14 位');
  if (isInTheFuture(birthDate))
    return refuse('bad-birth-date', '证件号码中的出生日期晚于今天，请核对第 7 至 14 位');
  if (!checks) return refuse('bad-check-digit', '证件号码校验位不正确，请逐位核对');
  return accept({ idNumber, birthDate, sex: Number(idNumber[16]) % 2 === 1 ? '1' : '2' });
}
