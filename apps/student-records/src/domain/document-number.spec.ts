import { documentNumber } from './document-number.js';

describe('A document number', () => {
  it.each(['渝人社撤〔2026〕1号', '样例〔2026〕第12号', '渝人社（职建）撤〔2026〕103号'])(
    'may be %s',
    (number) => {
      expect(documentNumber.safeParse(number).success).toBe(true);
    },
  );

  it.each([
    'x',
    '2026年1号',
    '渝人社撤[2026]1号',
    '渝人社撤〔2026〕0号',
    '渝人社撤〔26〕1号',
    '渝人社撤〔2026〕1号 ',
  ])('is not %j', (text) => {
    expect(documentNumber.safeParse(text).success).toBe(false);
  });
});
