import { createRequire } from 'node:module';

/** What a name is found by beside its characters: 王小明 → `wangxiaoming` and `wxm`, Anna Li → `annali` and `al`. */
export interface NameKeys {
  readonly name_pinyin: string;
  readonly name_initials: string;
}

/**
 * The columns of a row that make a name searchable. Surnames are read as such (单 is shan, 仇 is qiu), ü is v as on a
 * keyboard, and a character without a reading stands for itself. They tell as much of a person as the name does: they
 * are erased with it.
 */
export function nameKeys(name: string): NameKeys {
  const words = name.split(/[\s·.'’-]+/).filter(Boolean);
  const syllables = words.map((word, at) => (HAN.test(word) ? syllablesOf(word, at === 0) : [word]));
  const keys = syllables.flat().map(plain).filter(Boolean);
  return { name_pinyin: keys.join(''), name_initials: keys.map((key) => Array.from(key)[0]).join('') };
}

/** How a text that somebody typed is looked for: as it is among names, or in letters among their keys. */
export const nameSearched = (typed: string): { name: string } | { letters: string } =>
  HAN.test(typed) ? { name: typed.trim() } : { letters: plain(typed) };

const HAN = /\p{Script=Han}/u;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?<=[nl])ü/g, 'v')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');

type Pinyin = (typeof import('pinyin-pro'))['pinyin'];
let pinyin: Pinyin | undefined;

/** The readings take 15 MB and are loaded with the first name: most processes write none. */
function syllablesOf(word: string, isFirst: boolean): string[] {
  pinyin ??= (createRequire(import.meta.url)('pinyin-pro') as { pinyin: Pinyin }).pinyin;
  return pinyin(word, { toneType: 'none', type: 'array', v: true, surname: isFirst ? 'head' : 'off' });
}
