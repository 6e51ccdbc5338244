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
    fc.stringMatching(/^[0-9]{6}$/),
    fc.array(fc.constantFrom(...ALPHABET), { minLength: 9, maxLength: 9 }),
  )
  .map(([kind, region, rest]) => kind + region + rest.join(''));

const checked = (body: string): string => body + usccCheck(body);

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

  it('are refused after any one of their characters is changed into any other', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const uscc = body + usccCheck(body);
        for (let at = 0; at < 18; at++)
          for (const other of ALPHABET)
            if (other !== uscc[at])
              expect(isUscc(uscc.slice(0, at) + other + uscc.slice(at + 1))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('are refused after any two different neighbours are exchanged, the check character among them', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const uscc = body + usccCheck(body);
        for (let at = 0; at < 17; at++) {
          const swapped = uscc.slice(0, at) + uscc[at + 1] + uscc[at] + uscc.slice(at + 2);
          if (swapped !== uscc) expect(isUscc(swapped)).toBe(false);
        }
      }),
    );
  });

  it('never throw and never repeat in a message what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 6 }), (text) => {
        const parsed = parseUscc(text);
        if (!parsed.ok && text.trim().length >= 6) expect(parsed.message).not.toContain(text.trim());
      }),
    );
  });

  it.each(['I', 'O', 'S', 'V', 'Z'])('hold no %s in any place', (letter) => {
    const uscc = '91110000802100433B';
    for (let at = 0; at < 18; at++)
      expect(parseUscc(uscc.slice(0, at) + letter + uscc.slice(at + 1))).toMatchObject({
        code: 'bad-format',
      });
  });

  it.each([
    ['a known company', '91110000802100433B', 'ok'],
    ['another known company', '91440300708461136T', 'ok'],
    ['lower case', '91110000802100433b', 'ok'],
    ['a wrong check character', '91110000802100433C', 'bad-check-digit'],
    ['the letter O', '9111000080210O433B', 'bad-format'],
    ['seventeen characters', '9111000080210043B', 'bad-format'],
    ['a letter in the region', '9111A000802100433B', 'bad-format'],
    ['a category that published lists do not have', checked('54500103MF0000001'), 'ok'],
    ['an authority that does not register', checked('B1500103MA0000001'), 'unknown-registration-authority'],
    ['the authority 0', checked('01500103MA0000001'), 'unknown-registration-authority'],
    ['a letter as the category', checked('9A500103MA0000001'), 'unknown-category'],
    ['full-width digits', '９1110000802100433B', 'bad-format'],
    ['a ligature that upper case would turn into two letters', '911100008021004ﬀB', 'bad-format'],
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
