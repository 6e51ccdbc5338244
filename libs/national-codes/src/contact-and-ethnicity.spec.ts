import { ETHNICITIES, parseEthnicity } from './ethnicity.js';
import { parsePhone } from './phone.js';

describe('民族', () => {
  it('knows the 56 of GB/T 3304 by their numbers', () => {
    expect([...ETHNICITIES.keys()].filter((code) => code <= '56')).toHaveLength(56);
    expect([ETHNICITIES.get('05'), ETHNICITIES.get('15'), ETHNICITIES.get('56')]).toEqual([
      '维吾尔',
      '土家',
      '基诺',
    ]);
  });

  it.each([
    ['汉族', '01'],
    ['汉', '01'],
    ['01', '01'],
    ['1', '01'],
    ['土家族', '15'],
    ['其他', '97'],
  ])('reads %s as %s', (text, code) => {
    expect(parseEthnicity(text)).toEqual({ ok: true, value: code });
  });

  it.each(['族', '57', '火星族', '00'])('refuses %s', (text) => {
    expect(parseEthnicity(text)).toMatchObject({ ok: false, code: 'unknown-ethnicity' });
  });
});

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
