import { parsePhone } from './phone.js';

describe('phones', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['+86 138-1234-5678', '13812345678'],
    ['023-63861111', '02363861111'],
  ])('reads %s', (text, phone) => {
    expect(parsePhone(text)).toEqual({ ok: true, value: phone });
  });

  it.each([
    ['12812345678', 'bad-phone'],
    ['1381234567', 'bad-phone'],
    ['1.38E+10', 'excel-mangled'],
    ['', 'missing'],
  ])('refuses %s', (text, code) => {
    expect(parsePhone(text)).toMatchObject({ code });
  });
});
