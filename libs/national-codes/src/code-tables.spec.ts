import { ETHNICITIES, parseEthnicity } from './ethnicity.js';
import { parsePoliticalStatus, POLITICAL_STATUSES } from './political-status.js';

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
    ['入籍', '98'],
    ['外国血统中国籍人士', '98'],
  ])('reads %s as %s', (text, code) => {
    expect(parseEthnicity(text)).toEqual({ ok: true, value: code });
  });

  it.each(['族', '57', '火星族', '00'])('refuses %s', (text) => {
    expect(parseEthnicity(text)).toMatchObject({ ok: false, code: 'unknown-ethnicity' });
  });
});

describe('政治面貌', () => {
  it('knows the 13 of GB/T 4762', () => {
    expect([...POLITICAL_STATUSES.keys()]).toEqual(
      Array.from({ length: 13 }, (_, at) => String(at + 1).padStart(2, '0')),
    );
  });

  it.each([
    ['中国共产党党员', '01'],
    [' 中共预备党员 ', '02'],
    ['共青团员', '03'],
    ['群众', '13'],
    ['13', '13'],
    ['3', '03'],
  ])('reads %s as %s', (text, code) => {
    expect(parsePoliticalStatus(text)).toEqual({ ok: true, value: code });
  });

  it.each([
    ['14', 'unknown-political-status'],
    ['00', 'unknown-political-status'],
    ['少先队员', 'unknown-political-status'],
    ['', 'missing'],
  ])('refuses %s', (text, code) => {
    expect(parsePoliticalStatus(text)).toMatchObject({ ok: false, code });
  });
});

describe('every code table', () => {
  it.each([
    ['民族', ETHNICITIES, parseEthnicity],
    ['政治面貌', POLITICAL_STATUSES, parsePoliticalStatus],
  ] as const)('%s reads each of its codes and names back to the code', (_, table, parse) => {
    for (const [code, name] of table) {
      expect(parse(code)).toEqual({ ok: true, value: code });
      expect(parse(name)).toEqual({ ok: true, value: code });
    }
    expect(new Set(table.values()).size).toBe(table.size);
  });
});
