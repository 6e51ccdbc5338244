/** 18 characters anywhere, of a day of birth or alone; or the 15 of before 1999 alone, of a province and a day. */
const ID_NUMBER = new RegExp(
  [
    String.raw`(?<!\d)\d{17}[\dX](?!\d)`,
    String.raw`\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]`,
    String.raw`(?<!\d)(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{6}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}(?!\d)`,
  ].join('|'),
);

/**
 * Whether a number that is kept in the clear holds an ID number, or the number of the document of its row: old student numbers often are one with a
 * letter before it or a sign behind. [F] The national 学籍号 of other schools is G and the ID number.
 */
export function holdsIdNumber(number: string, documentNumber: string): boolean {
  const own = bare(documentNumber);
  const forms = own.length === 18 ? [own.slice(0, 17), own.slice(0, 6) + own.slice(8, 17)] : [own];
  return ID_NUMBER.test(folded(number)) || forms.some((form) => form !== '' && bare(number).includes(form));
}

const folded = (text: string) => text.normalize('NFKC').toUpperCase();
const bare = (text: string) => folded(text).replace(/[^\p{L}\p{N}]/gu, '');
