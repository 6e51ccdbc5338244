import { withoutLongNumbers } from './logging.js';

describe('a text without long numbers', () => {
  it.each([
    ['证件号码500103200501010028有误', '证件号码***有误'],
    ['51010219900101123X', '***'],
    ['tel13900000000', 'tel***'],
  ])('hides numbers of people: %s', (text, shown) => {
    expect(withoutLongNumbers(text)).toBe(shown);
  });

  it.each(['019aaf00-0000-7000-8000-000000000001', '2026500000S001300007', 'S001', '2026-11-24'])(
    'keeps the ids of records: %s',
    (text) => {
      expect(withoutLongNumbers(text)).toBe(text);
    },
  );
});
