import fc from 'fast-check';
import { usccCheck } from './check-characters.js';
import { isUscc, parseUscc } from './uscc.js';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('');

/** GB 32100 in another form: Horner's rule from the right, over all 18 characters, the last with weight 1. */
function satisfies(code: string): boolean {
  let sum = 0;
  for (const character of Array.from(code.slice(0, 17)).toReversed())
    sum = sum * 3 + ALPHABET.indexOf(character);
  // The remainders of big integers would do as well; 17 steps of times three stay under 2^53.
  return (sum + ALPHABET.indexOf(code[17]!)) % 31 === 0;
}

const bodies = fc
  .tuple(
    fc.constantFrom('91', '52', '12', 'A1', 'N2'),
    fc.constantFrom('500000', '500103', '110108'),
    fc.array(fc.constantFrom(...ALPHABET), { minLength: 9, maxLength: 9 }),
  )
  .map(([kind, region, rest]) => kind + region + rest.join(''));

describe('unified social credit codes', () => {
  it('have a check character that Horner’s rule agrees with', () => {
    fc.assert(fc.property(bodies, (body) => satisfies(body + usccCheck(body))));
  });

  it('are accepted with exactly one of the 31 check characters', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const accepted = ALPHABET.filter((check) => isUscc(body + check));
        expect(accepted).toEqual([usccCheck(body)]);
      }),
    );
  });

  it.each([
    ['a known company', '91110000802100433B', 'ok'],
    ['another known company', '91440300708461136T', 'ok'],
    ['lower case', '91110000802100433b', 'ok'],
    ['a wrong check character', '91110000802100433C', 'bad-check-digit'],
    ['the letter O', '9111000080210O433B', 'bad-format'],
    ['seventeen characters', '9111000080210043B', 'bad-format'],
    ['a letter in the region', '9111A000802100433B', 'bad-format'],
    ['scientific notation', '9.11E+17', 'excel-mangled'],
    ['rounding to fifteen digits', '911100008021004000', 'excel-mangled'],
    ['nothing', '', 'missing'],
  ])('answer for %s: %s is %s', (_, text, code) => {
    const parsed = parseUscc(text);
    expect(parsed.ok ? 'ok' : parsed.code).toBe(code);
  });

  it('are stored in upper case, and only that form is one', () => {
    expect(parseUscc(' 91110000802100433b ')).toEqual({ ok: true, value: '91110000802100433B' });
    expect(isUscc('91110000802100433b')).toBe(false);
  });
});
