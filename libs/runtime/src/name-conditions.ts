import { nameSearched } from '#national-codes';

export const wordsOfName = {
  description: 'Beginning of the name: in characters, in pinyin or by the initials of the pinyin',
  example: 'wangx',
};

export const wordsOfPart = {
  description:
    'Part of the name or of a former one: in characters, in pinyin or by the initials of the pinyin',
  example: '样例',
};

type Place = (value: unknown) => string;

/** Of rows with the columns of `nameBegins`: those whose name begins with what was typed are those that meet any of these. */
export function nameConditions(typed: string, place: Place): string[] {
  const searched = nameSearched(typed);
  if ('name' in searched) return [`name ^@ ${place(searched.name)}`];
  const { letters } = searched;
  // Nothing but signs was typed: no name begins with them.
  if (letters === '') return ['false'];
  const typedAt = place(letters);
  const inPinyin = `name_pinyin ^@ ${typedAt}`;
  // The first letter of the pinyin is the first initial.
  return Array.from(letters).length === 1 ? [inPinyin] : [inPinyin, `name_initials ^@ ${typedAt}`];
}

/** Of a list with an array of names and their keys: those of which one holds what was typed. */
export function partCondition(column: string, typed: string, place: Place): string {
  const searched = nameSearched(typed);
  const part = 'name' in searched ? searched.name : searched.letters;
  if (part === '') return 'false';
  return `exists (select from unnest(${column}) known where strpos(known, ${place(part)}) > 0)`;
}
