import { isRealDay } from './calendar.js';
import { readEighteenCharacters, type IdNumber } from './eighteen-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { isKnownProvince } from './regions.js';
import { readTypedCode } from './typed-code.js';

/**
 * Reads the number of a foreigner's 外国人永久居留身份证 in either form; cards of both are in use.
 * - since 2023-12-01 (GA 2102-2023): 18 characters, a 9, the province (2), the nationality (3 digits), and then birth
 *   date, sequence and check character as in GB 11643;
 * - 2017: the nationality (3 letters), four digits of place, birth as YYMMDD, two more digits. It has no check
 *   character that is published, and the century of birth is not in it, so birth date and sex are not told.
 * Refusals: as for eighteen characters of GB 11643, and other-document, unknown-province.
 */
export function parsePermanentResidenceCard(text: string): Parsed<IdNumber> {
  const typed = readTypedCode(text, '证件号码');
  if (!typed.ok) return typed;
  return /^[A-Z]/.test(typed.value) ? cardOf2017(typed.value) : cardOf2023(typed.value);
}

function cardOf2023(number: string): Parsed<IdNumber> {
  const read = readEighteenCharacters(number);
  if (!read.ok) return read;
  if (!read.value.idNumber.startsWith('9'))
    return refuse('other-document', '外国人永久居留身份证号码应以 9 开头，共 18 位');
  return isKnownProvince(read.value.idNumber.slice(1, 3))
    ? read
    : refuse('unknown-province', '证件号码第 2、3 位不是省级行政区划代码，请核对');
}

function cardOf2017(idNumber: string): Parsed<IdNumber> {
  const [, birth] = /^[A-Z]{3}\d{4}(\d{6})\d{2}$/.exec(idNumber) ?? [];
  if (birth === undefined)
    return refuse('bad-format', '2017 版外国人永久居留身份证号码应为 3 个字母加 12 位数字');
  const [year = 0, month = 0, day = 0] = birth.match(/../g)!.map(Number);
  return isRealDay(1900 + year, month, day) || isRealDay(2000 + year, month, day)
    ? accept({ idNumber })
    : refuse('bad-birth-date', '证件号码中的出生日期不存在，请核对第 8 至 13 位');
}
