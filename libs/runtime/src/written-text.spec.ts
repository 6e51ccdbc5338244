import { writtenText } from './written-text.js';

describe('A text that somebody must write', () => {
  it.each(['\u200B', '\u3164', '\uFFA0\u2800', ' \u2060 ', '材料\u202E不全', '材料\u0000'])(
    'is refused as %j, of which something shows nothing',
    (text) => {
      expect(writtenText(10).safeParse(text)).toMatchObject({
        success: false,
        error: {
          issues: [{ params: { code: 'invisible-sign' }, message: expect.stringMatching(/U\+\w{4}/) }],
        },
      });
    },
  );

  it('may have several lines', () => {
    expect(writtenText(10).parse(' 材料\r\n\t不全 ')).toBe('材料\r\n\t不全');
  });

  it('is refused when it is white', () => {
    expect(writtenText(10).safeParse(' \u3000\n').success).toBe(false);
  });
});
