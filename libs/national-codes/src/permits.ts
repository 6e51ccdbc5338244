import { readEighteenCharacters, type EighteenCharacters, type IdNumber } from './eighteen-characters.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { readTypedCode } from './typed-code.js';

/**
 * Reads a document of residents of Hong Kong, Macao and Taiwan 港澳台居民证件 by its form: the residence permit
 * (18 characters), 港澳居民来往内地通行证 (begins with a letter) or 台湾居民来往大陆通行证 (up to 11 characters).
 * The last two say neither birth date nor sex.
 * Refusals: those of the three parsers.
 */
export function parseHkMacaoTaiwanPermit(text: string): Parsed<IdNumber> {
  const typed = readTypedCode(text, '证件号码');
  if (!typed.ok) return typed;
  if (/^[A-Z]/.test(typed.value)) return parseHomeReturnPermit(typed.value);
  return typed.value.length <= 11 ? parseTaiwanPermit(typed.value) : parseResidencePermit(typed.value);
}

/**
 * Reads 港澳台居民居住证: a citizen number with the place 810000 香港, 820000 澳门 or 830000 台湾
 * (港澳台居民居住证申领发放办法 of 2018, article 3).
 * Refusals: as for eighteen characters of GB 11643, and other-document.
 */
export function parseResidencePermit(text: string): Parsed<EighteenCharacters> {
  const read = readEighteenCharacters(text);
  return read.ok && !/^8[123]0000/.test(read.value.idNumber)
    ? refuse('other-document', '港澳台居民居住证号码应以 810000、820000 或 830000 开头')
    : read;
}

/**
 * Reads 港澳居民来往内地通行证: H 香港 or M 澳门 and eight digits that its holder keeps for life. Cards of
 * 1999 print two more digits behind them that count renewals (出入境管理局 of 公安部, 2010-03-10); these change, and
 * are not accepted.
 * Refusals: missing, excel-mangled, bad-format.
 */
export function parseHomeReturnPermit(text: string): Parsed<IdNumber> {
  return ofForm(text, /^[HM]\d{8}$/, '港澳居民来往内地通行证号码应为 H 或 M 加 8 位数字，不含末两位换证次数');
}

/**
 * Reads 台湾居民来往大陆通行证: eight digits that its holder keeps for life. Documents before 2008-09-25 print the
 * count of issues and a letter of the office behind them, which are not accepted; a 0 at the front is easily lost.
 * Refusals: missing, excel-mangled, bad-format.
 */
export function parseTaiwanPermit(text: string): Parsed<IdNumber> {
  return ofForm(
    text,
    /^\d{8}$/,
    '台湾居民来往大陆通行证号码应为 8 位数字（首位的 0 不能省略），不含签发次数和签发机关代码',
  );
}

function ofForm(text: string, form: RegExp, message: string): Parsed<IdNumber> {
  const typed = readTypedCode(text, '证件号码');
  if (!typed.ok) return typed;
  return form.test(typed.value) ? accept({ idNumber: typed.value }) : refuse('bad-format', message);
}
