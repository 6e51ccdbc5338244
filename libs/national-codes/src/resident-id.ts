import { dayOfDigits } from './calendar.js';
import { residentCheck } from './check-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { isKnownRegion } from './provinces.js';
import { excelMangled, looksRounded, spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

/** What a citizen number says of its holder. `knownRegion: false` is a warning, not an error. */
export interface ResidentId {
  /** 18 characters, the check character in upper case. */
  idNumber: string;
  /** 'YYYY-MM-DD' */
  birthDate: string;
  /** GB/T 2261.1: 1 男, 2 女 */
  sex: '1' | '2';
  /** Six digits of the place of first registration, current or historical. */
  regionPrefix: string;
  knownRegion: boolean;
}

/**
 * Reads a resident identity number 居民身份证号码 (GB 11643, 18 characters).
 * Refusals: missing, excel-mangled, fifteen-digit, bad-format, other-document, bad-birth-date, bad-check-digit.
 */
export function parseResidentId(text: string): Parsed<ResidentId> {
  const read = readEighteen(text);
  if (!read.ok) return read;
  if (/^(8[123]0000|9)/.test(read.value.idNumber))
    return refuse('other-document', '该号码不是居民身份证号码，请核对并选择正确的证件类型');
  return read;
}

/** 港澳台居民居住证: the form of a citizen number with the prefix 810000, 820000 or 830000. */
export function parseResidencePermit(text: string): Parsed<ResidentId> {
  return ofKind(text, /^8[123]0000/, '港澳台居民居住证号码应以 810000、820000 或 830000 开头');
}

/** 外国人永久居留身份证 of 2023: 18 digits, the first is 9; birth date, sequence and check digit as for citizens. */
export function parsePermanentResidenceCard(text: string): Parsed<ResidentId> {
  return ofKind(text, /^9/, '外国人永久居留身份证号码应以 9 开头，共 18 位');
}

function ofKind(text: string, prefix: RegExp, message: string): Parsed<ResidentId> {
  const read = readEighteen(text);
  return read.ok && !prefix.test(read.value.idNumber) ? refuse('other-document', message) : read;
}

function readEighteen(text: string): Parsed<ResidentId> {
  const idNumber = trimmed(text).toUpperCase();
  if (idNumber === '') return refuse('missing', '请填写证件号码');
  const damage = spreadsheetDamage(idNumber);
  if (damage) return damage;
  if (/^\d{15}$/.test(idNumber))
    return refuse('fifteen-digit', '15 位旧号码已停止使用，请填写 18 位公民身份号码');
  if (!/^\d{17}[\dX]$/.test(idNumber)) return refuse('bad-format', '证件号码应为 18 位，前 17 位为半角数字');
  const checks = residentCheck(idNumber.slice(0, 17)) === idNumber[17];
  if (!checks && looksRounded(idNumber)) return excelMangled();
  const birthDate = dayOfDigits(idNumber.slice(6, 14));
  if (birthDate === undefined || birthDate < '1900')
    return refuse('bad-birth-date', '证件号码中的出生日期不存在，请核对第 7 至 14 位');
  if (!checks) return refuse('bad-check-digit', '证件号码校验位不正确，请逐位核对');
  return accept(described(idNumber, birthDate));
}

function described(idNumber: string, birthDate: string): ResidentId {
  const regionPrefix = idNumber.slice(0, 6);
  const sex = Number(idNumber[16]) % 2 === 1 ? '1' : '2';
  // A foreigner's card carries the issuing province in digits 2-3, the country after it.
  const province = idNumber.startsWith('9') ? idNumber.slice(1, 3) : regionPrefix;
  return { idNumber, birthDate, sex, regionPrefix, knownRegion: isKnownRegion(province) };
}
