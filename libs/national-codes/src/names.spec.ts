import fc from 'fast-check';
import { maskIdNumber, maskName, maskPhone } from './masking.js';
import { LONGEST_NAME, nameLength, normaliseName } from './names.js';

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
    ['an apostrophe at the front', "'t Hooft", "'t Hooft"],
    ['a Cyrillic name', 'Анна Петрова', 'Анна Петрова'],
    ['the middle dot of Catalan', 'Gal·la', 'Gal·la'],
    ['a compatibility ideograph', '\uF9DC明', '隆明'],
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
    ['nothing but a filler of Hangul', '\u3164', 'refused: control-character'],
    ['a half-width filler', '王\uFFA0明', 'refused: control-character'],
    ['a grapheme joiner', '王\u034F明', 'refused: control-character'],
    ['a selector of emoji', '王明\uFE0F', 'refused: control-character'],
    ['a selector of ideographic variants', '葛\u{E0100}明', 'refused: control-character'],
    ['a reversing mark', '王\u202E明', 'refused: control-character'],
    ['a dot that is none, between Chinese characters', '阿依●买买提', 'refused: wrong-separator'],
    ['a dot that Unicode counts as a letter', '阿依\uA78F买买提', 'refused: wrong-separator'],
    ['a Korean dot', '阿依ㆍ买买提', 'refused: wrong-separator'],
    ['a Chinese full stop', '阿依。买买提', 'refused: wrong-separator'],
    ['a comma', '阿依，买买提', 'refused: wrong-separator'],
    ['an asterisk', '阿依*买买提', 'refused: wrong-separator'],
    ['a full stop between a letter and a Chinese character', 'J.王', 'refused: wrong-separator'],
    ['full-width Latin letters', 'ＡＮＮＡ', 'refused: full-width-letter'],
    ['signs alone', "-'-", 'refused: unexpected-character'],
    ['a radical in place of a character', '⼤明', 'refused: unexpected-character'],
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

  it('keep every character of planes 2 and 3 but those that Unicode says are another, and count it as one', () => {
    const ideographs = fc.integer({ min: 0x20000, max: 0x2f7ff }).map((point) => String.fromCodePoint(point));
    fc.assert(
      fc.property(fc.array(ideographs, { minLength: 1, maxLength: LONGEST_NAME }), (characters) => {
        const name = characters.join('');
        expect(stored(name)).toBe(name);
        expect(nameLength(name)).toBe(characters.length);
      }),
    );
  });

  it('are refused for a private-use character anywhere, with advice', () => {
    const privateUse = fc
      .oneof(fc.integer({ min: 0xe000, max: 0xf8ff }), fc.integer({ min: 0xf0000, max: 0xffffd }))
      .map((point) => String.fromCodePoint(point));
    fc.assert(
      fc.property(privateUse, fc.constantFrom('王', '', '阿依·'), (character, before) => {
        expect(normaliseName(`${before}${character}明`)).toMatchObject({
          code: 'private-use-character',
          message: expect.stringContaining('自造字'),
        });
      }),
    );
  });

  it('have no dot but U+00B7 between Chinese characters, whatever was typed there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), (sign) => {
        const parsed = normaliseName(`阿依${sign}买买提`);
        const middle = parsed.ok ? Array.from(parsed.value).slice(2, -3).join('') : '';
        expect(middle.replace('\u00B7', '')).toMatch(/^[\p{L}\p{M}〇'’-]*$/u);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['\u2FBC明', '汉字“高”'],
    ['\u2ED3明', '汉字“长”'],
    ['王\u2003明', '普通空格'],
  ])('with a sign of %s that only looks like the usual one are refused with the usual one', (text, usual) => {
    expect(normaliseName(text)).toMatchObject({
      code: 'unexpected-character',
      message: expect.stringContaining(usual),
    });
  });

  it('name the sign that nobody sees', () => {
    expect(normaliseName('王明\uFE0F')).toMatchObject({ message: expect.stringContaining('U+FE0F') });
  });

  it('name the right character where another stands in its place', () => {
    expect(normaliseName('阿依●买买提')).toMatchObject({ message: expect.stringContaining('U+00B7') });
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
