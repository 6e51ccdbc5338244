import fc from 'fast-check';
import { residentCheck } from './check-characters.js';
import { parseIdNumber } from './id-number.js';
import { parsePermanentResidenceCard } from './permanent-residence-card.js';
import { parseHkMacaoTaiwanPermit, parseResidencePermit } from './permits.js';
import type { Parsed } from './parsed.js';

const withCheck = (seventeen: string): string => seventeen + residentCheck(seventeen);
const codeOf = (parsed: Parsed<unknown>): string => (parsed.ok ? 'ok' : parsed.code);

const digits = (count: number) =>
  fc.array(fc.nat({ max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''));

describe('permits of residents of Hong Kong, Macao and Taiwan', () => {
  it.each(['810000', '820000', '830000'])('are read as a residence permit that begins with %s', (prefix) => {
    expect(parseHkMacaoTaiwanPermit(withCheck(`${prefix}19900101002`))).toMatchObject({
      ok: true,
      value: { sex: '2', birthDate: '1990-01-01' },
    });
  });

  it('are read as travel permits of either kind, which tell nothing but the number', () => {
    fc.assert(
      fc.property(fc.constantFrom('H', 'M', 'h', 'm', ''), digits(8), (letter, number) => {
        expect(parseHkMacaoTaiwanPermit(` ${letter}${number} `)).toEqual({
          ok: true,
          value: { idNumber: letter.toUpperCase() + number },
        });
      }),
    );
  });

  it.each([
    ['a citizen number', '11010519491231002X', 'other-document'],
    ['a residence permit with a wrong check character', '810000199001010010', 'bad-check-digit'],
    ['a residence permit of a day that does not exist', withCheck('81000019900230002'), 'bad-birth-date'],
    ['a home-return permit with the count of renewals', 'H0123456701', 'bad-format'],
    ['a home-return permit of seven digits', 'H0123456', 'bad-format'],
    ['another letter', 'C01234567', 'bad-format'],
    ['a Taiwan permit with the count of issues', '0123456701', 'bad-format'],
    ['a Taiwan permit with its office', '0123456701A', 'bad-format'],
    ['a Taiwan permit that lost the 0 at its front', '1234567', 'bad-format'],
    ['full-width letters', 'Ｈ01234567', 'bad-format'],
    ['scientific notation', '8.1E+17', 'excel-mangled'],
    ['nothing', ' ', 'missing'],
  ])('answer for %s: %s is %s', (_, text, code) => {
    expect(codeOf(parseHkMacaoTaiwanPermit(text))).toBe(code);
  });

  it('are advised of what does not belong to the number', () => {
    expect(parseHkMacaoTaiwanPermit('H0123456701')).toMatchObject({
      message: expect.stringContaining('换证次数'),
    });
    expect(parseHkMacaoTaiwanPermit('0123456701')).toMatchObject({
      message: expect.stringContaining('签发次数'),
    });
  });

  it('are no residence permit with a number of a citizen', () => {
    expect(parseResidencePermit('11010519491231002X')).toMatchObject({ code: 'other-document' });
  });
});

describe('cards of foreign permanent residents', () => {
  it('of 2023 have 18 characters that begin with 9', () => {
    expect(parsePermanentResidenceCard(withCheck('91115619900101001'))).toMatchObject({
      ok: true,
      value: { birthDate: '1990-01-01', sex: '1' },
    });
  });

  it('of 2023 are refused after any one of their characters is changed', () => {
    const card = withCheck('91115619900101001');
    for (let at = 0; at < 18; at++)
      for (const other of '0123456789')
        if (other !== card[at])
          expect(
            codeOf(parsePermanentResidenceCard(card.slice(0, at) + other + card.slice(at + 1))),
          ).not.toBe('ok');
  });

  it.each([
    ['a card of 2017', 'CHE440056082800', 'ok'],
    ['a card of 2017 in lower case', 'che440056082800', 'ok'],
    ['29 February of 2000', 'USA110000022900', 'ok'],
    ['29 February of 1901 and 2001', 'USA110001022900', 'bad-birth-date'],
    ['month 13', 'USA110090130100', 'bad-birth-date'],
    ['eleven digits', 'USA11009001010', 'bad-format'],
    ['two letters', 'US4400560828000', 'bad-format'],
    ['a citizen number', '11010519491231002X', 'other-document'],
    ['a province that never was', withCheck('92915619900101001'), 'unknown-province'],
    ['a wrong check character', '911156199001010011', 'bad-check-digit'],
    ['fifteen digits', '911156900101001', 'fifteen-digit'],
    ['nothing', '', 'missing'],
  ])('answer for %s: %s is %s', (_, text, code) => {
    expect(codeOf(parsePermanentResidenceCard(text))).toBe(code);
  });

  it('of 2017 are stored in upper case and tell no birth date', () => {
    expect(parsePermanentResidenceCard('che440056082800')).toEqual({
      ok: true,
      value: { idNumber: 'CHE440056082800' },
    });
  });
});

describe('a number by its document type', () => {
  it.each([
    ['RESIDENT_ID', '11010519491231002x', 'ok'],
    ['RESIDENT_ID', 'H01234567', 'bad-format'],
    ['HK_MACAO_TAIWAN_PERMIT', 'H01234567', 'ok'],
    ['HK_MACAO_TAIWAN_PERMIT', '01234567', 'ok'],
    ['FOREIGN_PR_CARD', 'CHE440056082800', 'ok'],
    ['PASSPORT', 'E1234', 'ok'],
    ['PASSPORT', 'E123', 'bad-format'],
    ['PASSPORT', 'E'.repeat(21), 'bad-format'],
    ['PASSPORT', 'E-1234567', 'bad-format'],
    ['PASSPORT', 'Straße1', 'bad-format'],
    ['PASSPORT', '1.2E+9', 'excel-mangled'],
    ['', '11010519491231002X', 'unknown-id-type'],
  ])('%s %s is %s', (idType, text, code) => {
    expect(codeOf(parseIdNumber(idType, text))).toBe(code);
  });

  it('is stored in upper case, and nothing is told of the holder of a passport', () => {
    expect(parseIdNumber('PASSPORT', ' e12345678 ')).toEqual({ ok: true, value: { idNumber: 'E12345678' } });
  });

  it('reads again to the same whatever was accepted', () => {
    const types = fc.constantFrom('RESIDENT_ID', 'HK_MACAO_TAIWAN_PERMIT', 'FOREIGN_PR_CARD', 'PASSPORT');
    const typed = fc.stringMatching(/^ ?[HMhm]?[A-Za-z]{0,3}[0-9]{5,18}[xX]? ?$/);
    fc.assert(
      fc.property(types, typed, (idType, text) => {
        const parsed = parseIdNumber(idType, text);
        if (parsed.ok) expect(parseIdNumber(idType, parsed.value.idNumber)).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });
});
