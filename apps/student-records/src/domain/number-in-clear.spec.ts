import { holdsIdNumber } from './number-in-clear.js';

describe('A number that is kept in the clear', () => {
  const own = '510223200801011234';

  it.each([
    ['an ID number', '510202199001010018', own],
    ['the national student number, G and an ID number', 'G510202199001010018', own],
    ['an ID number with more behind', 'L510202199001010018-1', own],
    ['an ID number among other digits', '19510202199001010018', own],
    ['an ID number that ends with a small x', 'XS51020219900101001x', own],
    ['the ID number of before 1999', 'G510202900101001', own],
    ['the number of the row, parted by signs', '510223-20080101-1234', own],
    ['the number of the row in its form of before 1999', 'S1510223080101123', own],
    ['the passport number of the row', 'xs-e12345678', 'E12345678'],
    ['the permit number of the row', 'T-H0123456701', 'H01234567 01'],
  ])('is refused where it holds %s', (_, number, document) => {
    expect(holdsIdNumber(number, document)).toBe(true);
  });

  it.each([
    ['OLD-0001', own],
    ['S00124100007', own],
    ['20230901000000000007', own],
    ['202309010000007', own],
    ['渝技〔2019〕001号', own],
    ['2026500000S001300001', own],
    ['OLD-0001', ''],
  ])('is taken as it was where it holds none, such as %s', (number, document) => {
    expect(holdsIdNumber(number, document)).toBe(false);
  });
});
