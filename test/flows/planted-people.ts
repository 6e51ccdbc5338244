import { randomInt } from 'node:crypto';
import { residentCheck } from '#national-codes';

const pick = (characters: string) => characters[randomInt(characters.length)]!;
/** Where two people of one birth date would else draw one number by chance: each takes the next. */
let sequence = randomInt(1000);
const nextSequence = () => String((sequence = (sequence + 1) % 1000)).padStart(3, '0');
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');
/** A name that stands nowhere else. */
const nameOf = (first: string) => first + Array.from({ length: 4 }, () => pick('甪龘靁麤犇猋骉羴')).join('');

/** A person whose every trait is found again wherever it was written. */
export interface Planted {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly guardian: { readonly name: string; readonly relation: string; readonly phone: string };
}

/** An invented person; `birthDate` as in an ID number. */
export function planted(birthDate = '19990401'): Planted {
  const body = `500237${birthDate}${nextSequence()}`;
  return {
    name: nameOf('植'),
    idNumber: body + residentCheck(body),
    phone: `138${digits(8)}`,
    guardian: { name: nameOf('监'), relation: '母亲', phone: `137${digits(8)}` },
  };
}

/** An ID number whose check character is wrong. */
export function mistyped(): string {
  const { idNumber } = planted();
  const last = residentCheck(idNumber.slice(0, 17));
  return idNumber.slice(0, 17) + (last === '1' ? '2' : '1');
}

/** What may be written nowhere but sealed. */
export const numbersOf = ({ idNumber, phone, guardian }: Planted): string[] => [
  idNumber,
  phone,
  guardian.phone,
  guardian.name,
];

/** A mark as it may look in a log or an address: as it is, escaped in JSON, or in a URL. */
export function spellingsOf(mark: string): string[] {
  const inUrl = encodeURIComponent(mark);
  const inJson = mark
    .split('')
    .map((each) => (each > '\u007f' ? `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}` : each));
  const inHex = Buffer.from(mark).toString('hex');
  return [...new Set([mark, inUrl, inUrl.toLowerCase(), inJson.join(''), inHex])];
}
