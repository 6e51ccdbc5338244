import { parseIssuingState } from './issuing-state.js';

describe('The issuing state of a passport', () => {
  it.each([
    ['KOR', 'KOR'],
    [' kor ', 'KOR'],
    ['KR', 'KOR'],
    ['韩国', 'KOR'],
    ['D', 'DEU'],
    ['俄罗斯', 'RUS'],
    ['GBN', 'GBN'],
    ['', 'missing'],
    ['ZZZ', 'unknown-state'],
    ['HKG', 'unknown-state'],
    ['某国', 'unknown-state'],
  ])('reads %j as %s', (text, expected) => {
    const parsed = parseIssuingState(text);
    expect(parsed.ok ? parsed.value : parsed.code).toBe(expected);
  });
});
