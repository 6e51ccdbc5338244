import { isCorrectable, withoutSuccessor } from './catalogue.js';

describe('A version of the catalogue', () => {
  it('names as the successor of a major another one that it lists itself', () => {
    const majors = [
      { majorCode: '0106', successorCode: '0107' },
      { majorCode: '0107' },
      { majorCode: '0108', successorCode: '0199' },
      { majorCode: '0109', successorCode: '0109' },
    ];
    expect(withoutSuccessor(majors)).toEqual(['0108', '0109']);
  });

  it('is corrected up to the day before it takes effect', () => {
    expect(isCorrectable('2027-01-01', '2026-12-31')).toBe(true);
    expect(isCorrectable('2027-01-01', '2027-01-01')).toBe(false);
  });
});
