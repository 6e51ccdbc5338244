import fc from 'fast-check';
import { residentCheck } from './check-characters.js';
import { allRegionNames } from './regions.js';
import { parseResidentId } from './resident-id.js';

/** GB 11643 in its other form: with X as 10, the weighted sum over all 18 characters is 1 modulo 11. */
const satisfiesIso7064 = (id: string): boolean =>
  Array.from(id).reduce((sum, digit) => (sum * 2 + (digit === 'X' ? 10 : Number(digit))) % 11, 0) === 1;

const DIGITS = '0123456789'.split('');
const two = (number: number) => String(number).padStart(2, '0');

const withCheck = (seventeen: string): string => seventeen + residentCheck(seventeen);

const known = (region: string) => parseResidentId(withCheck(`${region}19900101001`));

/** Codes of all times, so that every place of a number takes every digit it may. */
const CITIZENS_REGIONS = allRegionNames()
  .map(({ code }) => code)
  .filter((code) => !code.startsWith('8'));

const birthDates = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2025-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const residents = fc
  .record({
    region: fc.constantFrom(...CITIZENS_REGIONS),
    birthDate: birthDates,
    sequence: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ region, birthDate, sequence }) => ({
    birthDate,
    sequence,
    idNumber: withCheck(region + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0')),
  }));

const codeOf = (text: string): string => {
  const parsed = parseResidentId(text);
  return parsed.ok ? 'ok' : parsed.code;
};

describe('resident identity numbers', () => {
  it('have a check character that the recursive form of ISO 7064 agrees with', () => {
    fc.assert(fc.property(residents, ({ idNumber }) => satisfiesIso7064(idNumber)));
  });

  it('have the check characters of the examples in the standard', () => {
    expect([residentCheck('11010519491231002'), residentCheck('44052418800101001')]).toEqual(['X', '4']);
  });

  it('tell birth date and sex', () => {
    fc.assert(
      fc.property(residents, ({ idNumber, birthDate, sequence }) => {
        const sex = sequence % 2 === 1 ? '1' : '2';
        expect(parseResidentId(idNumber)).toMatchObject({ ok: true, value: { idNumber, birthDate, sex } });
      }),
    );
  });

  it('are refused after any one of their characters is changed into any other', () => {
    fc.assert(
      fc.property(residents, ({ idNumber }) => {
        for (let at = 0; at < 18; at++)
          for (const other of at < 17 ? DIGITS : [...DIGITS, 'X'])
            if (other !== idNumber[at])
              expect(codeOf(idNumber.slice(0, at) + other + idNumber.slice(at + 1))).not.toBe('ok');
      }),
      { numRuns: 50 },
    );
  });

  it('are refused after any two different neighbours are exchanged, the check character among them', () => {
    fc.assert(
      fc.property(residents, ({ idNumber }) => {
        for (let at = 0; at < 17; at++) {
          const swapped = idNumber.slice(0, at) + idNumber[at + 1] + idNumber[at] + idNumber.slice(at + 2);
          if (swapped !== idNumber) expect(codeOf(swapped)).not.toBe('ok');
        }
      }),
    );
  });

  it('are read again to the same from the form in which they are stored', () => {
    fc.assert(
      fc.property(residents, ({ idNumber }) => {
        const parsed = parseResidentId(` ${idNumber.toLowerCase()}\u3000`);
        expect(parsed).toEqual(parseResidentId(idNumber));
      }),
    );
  });

  it('are accepted exactly where the other form of the check and the calendar accept them', () => {
    const digits = fc.string({ unit: fc.constantFrom(...DIGITS), minLength: 3, maxLength: 3 });
    const days = fc.tuple(
      fc.integer({ min: 1900, max: 2025 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(days, digits, fc.constantFrom(...DIGITS, 'X'), ([year, month, day], sequence, check) => {
        const idNumber = `500103${year}${two(month)}${two(day)}${sequence}${check}`;
        const lengths = [
          31,
          year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0) ? 29 : 28,
          31,
          30,
          31,
          30,
        ];
        lengths.push(31, 31, 30, 31, 30, 31);
        const real = day >= 1 && day <= (lengths[month - 1] ?? 0);
        expect(codeOf(idNumber) === 'ok').toBe(real && satisfiesIso7064(idNumber));
      }),
      { numRuns: 2000 },
    );
  });

  it('never throw and never repeat in a message what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 6 }), (text) => {
        const parsed = parseResidentId(text);
        if (!parsed.ok && text.trim().length >= 6) expect(parsed.message).not.toContain(text.trim());
      }),
    );
  });

  it.each([
    ['a lower-case x', '11010519491231002x', 'ok'],
    ['white space around it', '\t11010519491231002X\u3000', 'ok'],
    ['29 February of a leap year', withCheck('51020220000229001'), 'ok'],
    ['29 February of 1900', withCheck('51020219000229001'), 'bad-birth-date'],
    ['30 February', withCheck('51020220000230001'), 'bad-birth-date'],
    ['31 April', withCheck('51020219900431001'), 'bad-birth-date'],
    ['month 13', withCheck('51020219901301001'), 'bad-birth-date'],
    ['day 0', withCheck('51020219900100001'), 'bad-birth-date'],
    ['a birth in 1899', withCheck('51020218991231001'), 'bad-birth-date'],
    ['a wrong check character', '110105194912310021', 'bad-check-digit'],
    ['fifteen digits', '510202900101123', 'fifteen-digit'],
    ['seventeen digits', '51020219900101123', 'bad-format'],
    ['X inside', '5102021990010X1234', 'bad-format'],
    ['a space inside', '510202 19900101 1234', 'bad-format'],
    ['a full-width X', '11010519491231002Ｘ', 'bad-format'],
    ['full-width digits', '５１０２０２１９９００１０１１２３４', 'bad-format'],
    ['the scientific notation of Excel', '5.10202E+17', 'excel-mangled'],
    ['the same in lower case with all digits', '5.10202199001011e+17', 'excel-mangled'],
    ['rounding to fifteen digits', '510202199001010000', 'excel-mangled'],
    ['a decimal point behind it', '510202199001011234.0', 'excel-mangled'],
    ['thousands separators', '510,202,199,001,011,000', 'excel-mangled'],
    ['an apostrophe before it', "'11010519491231002X", 'excel-mangled'],
    ['a formula that makes text', '="11010519491231002X"', 'excel-mangled'],
    ['a Hong Kong residence permit', withCheck('81000019900101001'), 'other-document'],
    ['a prefix of Hong Kong that no permit has', withCheck('81010119900101001'), 'other-document'],
    ['a province that never was', withCheck('29010119900101001'), 'unknown-province'],
    ['a permanent residence card', withCheck('91115619900101001'), 'other-document'],
    ['nothing', '  ', 'missing'],
  ])('answer for %s: %s is %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('stores the check character in upper case', () => {
    expect(parseResidentId('11010519491231002x')).toMatchObject({
      value: { idNumber: '11010519491231002X' },
    });
  });

  it('names the remedy for a mangled cell and repairs nothing', () => {
    expect(parseResidentId('5.10202E+17')).toMatchObject({
      message: expect.stringContaining('format the column as text'),
    });
  });

  it('advises to use half width, or to take out spaces, and repairs neither', () => {
    expect(parseResidentId('11010519491231002Ｘ')).toMatchObject({
      message: expect.stringContaining('全角'),
    });
    expect(parseResidentId('110105 19491231 002X')).toMatchObject({
      message: expect.stringContaining('空格'),
    });
  });

  it('know today’s and historical prefixes, and only warn of other counties', () => {
    expect(known('510202')).toMatchObject({ value: { knownRegion: true, regionPrefix: '510202' } });
    expect(known('500103')).toMatchObject({ value: { knownRegion: true } });
    expect(known('509999')).toMatchObject({ ok: true, value: { knownRegion: false } });
  });

  it('may be of someone born today, but not tomorrow, by the calendar of China', () => {
    vi.useFakeTimers({ now: new Date('2026-05-31T16:30:00Z') });
    try {
      expect(codeOf(withCheck('50010320260601001'))).toBe('ok');
      expect(codeOf(withCheck('50010320260602001'))).toBe('bad-birth-date');
    } finally {
      vi.useRealTimers();
    }
  });
});
