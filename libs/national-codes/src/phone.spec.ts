import { parsePhone } from './phone.js';

describe('phones', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['+86 138-1234-5678', '13812345678'],
    ['023-63861111', '02363861111'],
    ['(023)63861111', '02363861111'],
    ['（0852）2386 1111', '085223861111'],
    ['（０２３）－６８１２００００', '02368120000'],
    ['+86 (023) 6812 0000', '02368120000'],
    ['0086 23 6812 0000', '02368120000'],
    ['023—6812 0000', '02368120000'],
    ['(+852) 9123 0000', '+85291230000'],
    ['+853 6612 0000', '+85366120000'],
    ['+886 912 000 000', '+886912000000'],
    ['+1 (202) 555-0100', '+12025550100'],
    ['0085291230000', '+85291230000'],
  ])('reads %s', (text, phone) => {
    expect(parsePhone(text)).toEqual({ ok: true, value: phone });
  });

  it.each([
    ['12812345678', 'bad-phone'],
    ['1381234567', 'bad-phone'],
    ['+86 12812345678', 'bad-phone'],
    ['+852', 'bad-phone'],
    ['1.38E+10', 'excel-mangled'],
    ['', 'missing'],
  ])('refuses %s', (text, code) => {
    expect(parsePhone(text)).toMatchObject({ code });
  });

  it('are refused by name of a mark of direction, which spreadsheets copy along', () => {
    expect(parsePhone('\u202D13812345678\u202C')).toMatchObject({
      code: 'bad-phone',
      message: expect.stringContaining('U+202D'),
    });
  });
});
