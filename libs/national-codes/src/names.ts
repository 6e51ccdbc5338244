import { invisibleSign, numberOf } from './invisible-sign.js';
import { accept, refuse, type Parsed } from './parsed.js';
import { usualFor } from './radicals.js';
import { trimmed } from './spreadsheet-damage.js';

/** The separator of names, U+00B7 (民委发〔2016〕33号), and what keyboards and old systems put in its place. */
const DOT = '\u00B7';
const OTHER_DOTS = /[\u2022\u30FB\u2027\uFF0E\uFF65\u2219\u22C5]/gu;
/** Signs that are no separator anywhere but were put where one belongs. ꞏ, ㆍ and ᐧ count as letters in Unicode. */
const WRONG_DOT =
  /[\u02D9\u1427\u16EB\u2024\u25AA\u25CB\u25CF\u25E6\u26AB\u2E31\u2E33\u3001\u3002\u318D\uA78F\uFE52\uFF0A\uFF0C\uFF61\u{10101}*,]/u;
const FULL_WIDTH_LETTER = /[\uFF21-\uFF3A\uFF41-\uFF5A]/;
const HAN = '[\\p{Script=Han}\\u3007\\u{20000}-\\u{3FFFD}]';
const DOT_BETWEEN_HAN = new RegExp(`(?<=${HAN})\\.(?=${HAN})`, 'gu');
const ANY_HAN = new RegExp(HAN, 'u');
const SPACE_BETWEEN_HAN = new RegExp(`(?<=${HAN}|${DOT})[ \\u00A0\\u3000]+(?=${HAN}|${DOT})`, 'gu');

const BROKEN = /[\p{Cs}\uFFFD?？\uFFFE\uFFFF]/u;
const PRIVATE_USE = /\p{Co}/u;
/** Letters of any script and marks; 〇; planes 2 and 3 whole, so that characters newer than this runtime pass. */
const PERMITTED = /^[\p{L}\p{M}\u3007\u{20000}-\u{3FFFD}\u00B7 .'’-]*$/u;

const LETTER = /[\p{L}\u3007\u{20000}-\u{3FFFD}]/u;

/** At least 50 is required; 100 leaves room for the longest names on passports. */
export const LONGEST_NAME = 100;

/** Length of a name in code points: 𠮷 and 𬎆 count one each. */
export const nameLength = (name: string): number => Array.from(name).length;

/**
 * A person's name as it is stored: NFC, separators as U+00B7, no padding spaces between Chinese characters. Signs that
 * keyboards and old systems commonly put for U+00B7 become it, for the name is the same; other signs are refused.
 * Names in Latin letters, of foreigners, keep their spaces, hyphens, apostrophes and full stops.
 * Refusals: missing, broken-character, private-use-character, control-character, wrong-separator, dot-at-the-end,
 * doubled-dot, full-width-letter, unexpected-character, name-too-long.
 */
export function normaliseName(text: string): Parsed<string> {
  const name = tidied(text);
  if (name === '') return refuse('missing', '请填写姓名');
  if (BROKEN.test(name)) return refuse('broken-character', '姓名中有无法识别的字符，请按证件重新录入');
  if (PRIVATE_USE.test(name))
    return refuse(
      'private-use-character',
      '姓名中有自造字（专用区字符），请改用国家标准编码的汉字或转人工处理',
    );
  const invisible = invisibleSign(name);
  if (invisible) return refuse('control-character', `姓名中有不可见的字符（${invisible}），请删除后重新录入`);
  if (WRONG_DOT.test(name) || (name.includes('.') && ANY_HAN.test(name)))
    return refuse(
      'wrong-separator',
      '姓名的间隔号应为“·”（U+00B7，中文输入法下按数字 1 左侧的键），请勿用其他符号代替',
    );
  if (name.startsWith(DOT) || name.endsWith(DOT))
    return refuse('dot-at-the-end', '姓名的间隔号“·”不能在开头或结尾');
  if (name.includes(DOT + DOT)) return refuse('doubled-dot', '姓名中的间隔号“·”不能连续出现');
  if (FULL_WIDTH_LETTER.test(name))
    return refuse('full-width-letter', '姓名中的拉丁字母应为半角，请改用半角字母');
  if (!PERMITTED.test(name) || !LETTER.test(name)) return refuse('unexpected-character', adviceOn(name));
  if (nameLength(name) > LONGEST_NAME) return refuse('name-too-long', `姓名不能超过 ${LONGEST_NAME} 个字符`);
  return accept(name);
}

/** Tells of a character that another one only looks like, such as a radical that a PDF was copied with. */
function adviceOn(name: string): string {
  const sign = Array.from(name).find((each) => !PERMITTED.test(each) && usualFor(each));
  if (sign === undefined) return '姓名中不能有数字或符号';
  const usual = usualFor(sign)!;
  return `姓名中的符号 ${numberOf(sign)} 不是常用字符，请改用${usual === ' ' ? '普通空格' : `汉字“${usual}”`}`;
}

function tidied(text: string): string {
  // A lone surrogate would survive NFC; it is left for the BROKEN check to find.
  const dotted = trimmed(text).normalize('NFC').replace(OTHER_DOTS, DOT).replace(DOT_BETWEEN_HAN, DOT);
  return dotted.replace(SPACE_BETWEEN_HAN, '').replace(/[ \u00A0\u3000]+/g, ' ');
}
