import { refuse, type Refused } from './parsed.js';

/** White space that spreadsheets and forms leave around a value; U+3000 and U+FEFF are part of `\s`. */
export const trimmed = (text: string): string => text.replace(/^[\s\u200B]+|[\s\u200B]+$/g, '');

const AFTER_A_NUMBER_CELL = [
  /^[+-]?\d+(\.\d+)?[eE][+-]?\d+$/, // 5.10202E+17
  /^\d+\.\d*$/, // 510202199001011234.0, or .00 from a number format
  /^\d{1,3}(,\d{3})+(\.\d*)?$/, // 510,202,199,001,011,000
];

const AFTER_A_TEXT_TRICK = [
  /^['‘’＇`]/, // the apostrophe that marks text in a cell, exported with it
  /^="?.*"?$/, // ="510202199001011234"
];

/**
 * A number kept to 15 significant digits, as Excel does: an 18-digit code then ends in 000. About one code in
 * eleven still passes its check digit by chance, and a few people really have such a number, so this alone
 * is a suspicion: see `alsoRefuse` in #importing, which turns it into a refusal in a file that is damaged.
 */
export const looksRounded = (code: string): boolean => /^\d{15}000$/.test(code);

/** A refusal if the text shows that a spreadsheet has changed it. Nothing is ever repaired: digits are lost. */
export function spreadsheetDamage(text: string): Refused | undefined {
  const damaged = [...AFTER_A_NUMBER_CELL, ...AFTER_A_TEXT_TRICK].some((form) => form.test(text));
  return damaged ? excelMangled() : undefined;
}

export const excelMangled = (): Refused =>
  refuse(
    'excel-mangled',
    '该单元格已被电子表格改写，请将整列设为“文本”格式后重新填写（format the column as text）',
  );
