import { accept, refuse, type Parsed } from './parsed.js';
import { trimmed } from './spreadsheet-damage.js';

/** The separator of names, U+00B7 (民委发〔2016〕33号), and what keyboards and old systems put in its place. */
const DOT = '\u00B7';
const OTHER_DOTS = /[\u2022\u30FB\u2027\uFF0E\uFF65\u2219\u22C5]/gu;
const HAN = '[\\p{Script=Han}\\u3007\\u{20000}-\\u{3FFFD}]';
const DOT_BETWEEN_HAN = new RegExp(`(?<=${HAN})\\.(?=${HAN})`, 'gu');
const SPACE_BETWEEN_HAN = new RegExp(`(?<=${HAN}|${DOT})[ \\u00A0\\u3000]+(?=${HAN}|${DOT})`, 'gu');

const BROKEN = /[\p{Cs}\uFFFD?？\uFFFE\uFFFF]/u;
const PRIVATE_USE = /\p{Co}/u;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Letters of any script and marks; 〇; planes 2 and 3 whole, so that characters newer than this runtime pass. */
const PERMITTED = /^[\p{L}\p{M}\u3007\u{20000}-\u{3FFFD}\u00B7 .'’-]*$/u;

/** At least 50 is required; 100 leaves room for the longest names on passports. */
export const LONGEST_NAME = 100;

/** Length of a name in code points: 𠮷 and 𬎆 count one each. */
export const nameLength = (name: string): number => Array.from(name).length;

/**
 * A person's name as it is stored: NFC, separators as U+00B7, no padding spaces between Chinese characters.
 * Refusals: missing, broken-character, private-use-character, control-character, dot-at-the-end,
 * doubled-dot, unexpected-character, name-too-long.
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
  if (CONTROL.test(name)) return refuse('control-character', '姓名中有不可见的控制字符，请重新录入');
  if (name.startsWith(DOT) || name.endsWith(DOT))
    return refuse('dot-at-the-end', '姓名的间隔号“·”不能在开头或结尾');
  if (name.includes(DOT + DOT)) return refuse('doubled-dot', '姓名中的间隔号“·”不能连续出现');
  if (!PERMITTED.test(name)) return refuse('unexpected-character', '姓名中不能有数字或符号');
  if (nameLength(name) > LONGEST_NAME) return refuse('name-too-long', `姓名不能超过 ${LONGEST_NAME} 个字符`);
  return accept(name);
}

function tidied(text: string): string {
  // A lone surrogate would survive NFC; it is left for the BROKEN check to find.
  const dotted = trimmed(text).normalize('NFC').replace(OTHER_DOTS, DOT).replace(DOT_BETWEEN_HAN, DOT);
  return dotted.replace(SPACE_BETWEEN_HAN, '').replace(/[ \u00A0\u3000]+/g, ' ');
}
