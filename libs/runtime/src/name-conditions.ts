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

/** Of a list with the columns of `nameBegins`: those whose name begins with what was typed. */
export function nameCondition(typed: string, place: Place): string {
  const searched = nameSearched(typed);
  if ('name' in searched) return `name ^@ ${place(searched.name)}`;
  // Nothing but signs was typed: no name begins with them.
  if (searched.letters === '') return 'false';
  const letters = place(searched.letters);
  return `(name_pinyin ^@ ${letters} or name_initials ^@ ${letters})`;
}

/** Of a list with an array of names and their keys: those of which one holds what was typed. */
export function partCondition(column: string, typed: string, place: Place): string {
  const searched = nameSearched(typed);
  const part = 'name' in searched ? searched.name : searched.letters;
  if (part === '') return 'false';
  return `exists (select from unnest(${column}) known where strpos(known, ${place(part)}) > 0)`;
}
