import fc from 'fast-check';
import { maskIdNumber, maskName, maskPhone } from './masking.js';
import { nameLength, normaliseName } from './names.js';

const stored = (text: string): string => {
  const parsed = normaliseName(text);
  return parsed.ok ? parsed.value : `refused: ${parsed.code}`;
};

describe('names', () => {
  it.each(['•', '・', '‧', '．', '·', '･', '∙', '⋅', '.'])(
    'are stored with U+00B7 where %s was typed',
    (dot) => {
      expect(stored(`阿依${dot}买买提`)).toBe('阿依\u00B7买买提');
    },
  );

  it.each([
    ['a rare character of extension E', '王𬎆', '王𬎆'],
    ['a rare character of extension B', '𠮷田', '𠮷田'],
    ['a character of extension G', '𰻝明', '𰻝明'],
    ['the character 〇', '李〇一', '李〇一'],
    ['one character', '王', '王'],
    ['spaces that pad a short name', '王　明', '王明'],
    ['spaces around the separator', '阿依 · 买买提', '阿依·买买提'],
    ['a Latin name', ' Anne-Marie  O’Neil Jr. ', 'Anne-Marie O’Neil Jr.'],
    ['a decomposed letter', 'Jose\u0301', 'José'],
    ['a dot at the beginning', '·买买提', 'refused: dot-at-the-end'],
    ['a dot at the end', '阿依•', 'refused: dot-at-the-end'],
    ['two dots', '阿依·•买买提', 'refused: doubled-dot'],
    ['a private-use character', '王\uE000', 'refused: private-use-character'],
    ['a private-use character of plane 15', '王\u{F0000}', 'refused: private-use-character'],
    ['half a surrogate pair', '王\uD842', 'refused: broken-character'],
    ['the trace of a lost character', '王?', 'refused: broken-character'],
    ['the replacement character', '王\uFFFD', 'refused: broken-character'],
    ['a line break', '王\n明', 'refused: control-character'],
    ['a zero-width character', '王\u200D明', 'refused: control-character'],
    ['a reversing mark', '王\u202E明', 'refused: control-character'],
    ['a digit', '王明1', 'refused: unexpected-character'],
    ['markup', '<b>王', 'refused: unexpected-character'],
    ['an ideographic description', '⿰王明', 'refused: unexpected-character'],
    ['a name of 50 rare characters', '𠮷'.repeat(50), '𠮷'.repeat(50)],
    ['a name of 101 characters', '𠮷'.repeat(101), 'refused: name-too-long'],
    ['nothing', ' \u3000', 'refused: missing'],
  ])('with %s', (_, text, expected) => {
    expect(stored(text)).toBe(expected);
  });

  it('are stored in a form that is normal: normalising again changes nothing', () => {
    const parts = fc.constantFrom(
      '王',
      '𬎆',
      '〇',
      '·',
      '•',
      '.',
      ' ',
      '　',
      'é',
      'e',
      '\u0301',
      '-',
      '\uD842',
      '?',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (chosen) => {
        const parsed = normaliseName(chosen.join(''));
        if (parsed.ok) expect(normaliseName(parsed.value)).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('never hold half a character, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsed = normaliseName(text);
        if (parsed.ok) expect(parsed.value.isWellFormed()).toBe(true);
      }),
    );
  });

  it('are counted by code points', () => {
    expect(nameLength('𬎆𠮷·王')).toBe(4);
  });
});

describe('masking', () => {
  it('shows four characters at either end of an ID number', () => {
    expect(maskIdNumber('510202199001011234')).toBe('5102**********1234');
  });

  it('shows the first character of a name by code point', () => {
    expect([maskName('王小明'), maskName('𠮷明'), maskName('王')]).toEqual(['王**', '𠮷*', '*']);
  });

  it('shows less of what is shorter, and keeps the length', () => {
    expect([
      maskIdNumber('E12345678'),
      maskIdNumber('123'),
      maskPhone('13812345678'),
      maskPhone('110'),
    ]).toEqual(['E*******8', '***', '138****5678', '***']);
  });

  it('never shows more than eight characters of a number', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789X'.split('')), maxLength: 30 }),
        (idNumber) => {
          const masked = maskIdNumber(idNumber);
          expect(masked).toHaveLength(idNumber.length);
          expect(masked.replaceAll('*', '').length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});
