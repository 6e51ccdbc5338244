import { readFileSync } from 'node:fs';
import { parseRegion } from './parse-region.js';
import { allRegionNames, isKnownProvince, isKnownRegion, regionName } from './regions.js';

describe('the history of regions', () => {
  it('is well formed: the names of a code follow one another in time', () => {
    const [, ...lines] = readFileSync(new URL('areacodes.csv', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    const row =
      /^(?<code>\d{6}),(?:[\p{Script=Han}、]*,){2}[\p{Script=Han}、]+(?:,\p{Script=Han}+){2},(?<from>\d{4}),(?<until>\d{4})?,[\d;[\]]*$/u;
    const spans = lines.map((line) => row.exec(line)?.groups ?? { line });
    expect(spans.filter(({ line }) => line)).toEqual([]);
    for (const ofCode of Map.groupBy(spans, ({ code }) => code).values()) {
      const inTime = ofCode.toSorted((one, other) => Number(one.from) - Number(other.from));
      for (const [at, { until }] of inTime.slice(0, -1).entries())
        expect(Number(until)).toBeLessThanOrEqual(Number(inTime[at + 1]!.from));
    }
  });

  it('has the 38 districts and counties of Chongqing as they are today', () => {
    const counties = allRegionNames().filter(({ code, inForce }) => inForce && /^50(?!0000)/.test(code));
    expect(counties).toHaveLength(38);
  });

  it('has all 34 provinces, and Hainan and Chongqing from their years', () => {
    const provinces = allRegionNames().filter(({ code, inForce }) => inForce && code.endsWith('0000'));
    expect(provinces).toHaveLength(34);
    expect([regionName('460000', '1987-12-31'), regionName('460000', '1988-06-01')]).toEqual([
      undefined,
      '海南省',
    ]);
    expect([regionName('500000', '1996-06-01'), regionName('500000', '1997-06-18')]).toEqual([
      undefined,
      '重庆市',
    ]);
  });

  it.each([
    ['510202', '1990-05-01', '四川省重庆市市中区'],
    ['510202', '1996-05-01', '四川省重庆市渝中区'],
    ['510202', '1999-05-01', undefined],
    ['500103', '1996-05-01', undefined],
    ['500103', '2024-05-01', '重庆市渝中区'],
    ['500101', '1997-12-31', '重庆市万县区'],
    ['500101', '1998-12-31', '重庆市万州区'],
    ['429006', '2020-01-01', '湖北省天门市'],
    ['320106', '2020-01-01', '江苏省南京市鼓楼区'],
    ['110103', '2009-12-31', '北京市崇文区'],
    ['110103', '2010-12-31', undefined],
    ['110101', '1950-01-01', '北京市东城区'],
    ['110101', '2040-01-01', '北京市东城区'],
    ['999999', '2020-01-01', undefined],
  ])('names %s on %s %s', (code, day, name) => {
    expect(regionName(code, day)).toBe(name);
  });

  it('knows a code for good once it has been in force', () => {
    expect(['510202', '110103', '500103', '500000'].every(isKnownRegion)).toBe(true);
    expect(['509999', '50', '', '830000'].some(isKnownRegion)).toBe(false);
    expect(['50', '71', '81'].every(isKnownProvince)).toBe(true);
    expect(['29', '83', '00', '5'].some(isKnownProvince)).toBe(false);
  });
});

describe('regions', () => {
  it.each([
    ['500103', '500103'],
    [' 500103 ', '500103'],
    ['重庆市渝中区', '500103'],
    ['重庆市 渝中区', '500103'],
    ['渝中区', '500103'],
    ['四川省重庆市市中区', '510202'],
    ['江苏省南京市鼓楼区', '320106'],
    ['重庆市', '500000'],
    ['509901', '509901'],
  ])('are read from %s as %s', (text, code) => {
    expect(parseRegion(text)).toEqual({ ok: true, value: code });
  });

  it.each([
    ['鼓楼区', 'ambiguous-region'],
    ['火星区', 'bad-region'],
    ['50010', 'bad-region'],
    ['290101', 'bad-region'],
    ['500103.0', 'excel-mangled'],
    ['', 'missing'],
  ])('are refused from %s: %s', (text, code) => {
    expect(parseRegion(text)).toMatchObject({ ok: false, code });
  });

  it('in force are all read from their full names', () => {
    const unread = allRegionNames()
      .filter(({ inForce }) => inForce)
      .filter(({ code, fullName }) => {
        const parsed = parseRegion(fullName);
        return !parsed.ok || parsed.value !== code;
      });
    expect(unread).toEqual([]);
  });
});
