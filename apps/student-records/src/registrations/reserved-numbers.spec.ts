import { reservedNumbers } from './reserved-numbers.js';

describe('A student number that others were told of', () => {
  const of = { registrationId: 'r1', schoolCode: 'S002', studentNo: 'S00223100007' };
  const at = '2026-11-29T02:00:00.000Z';
  const reserved = { number: of.studentNo, registrationId: 'r1', givenAt: at, prefix: 'S002231', serial: 7 };

  it.each([
    ['an approval', { ...of, approvedAt: at }],
    ['a transfer', { ...of, recordedAt: at }],
    ['a takeover', { ...of, takenOverAt: at }],
  ])('by %s is found again by a database that has lost it', (_, data) => {
    expect(reservedNumbers.givenBy(data)).toEqual(reserved);
  });

  it.each([
    ['S00223199999', 99_999],
    ['S002231100000', 100_000],
    ['S0022311000000', 1_000_000],
  ])('moves the counter behind it, however many digits it has: %s', (studentNo, serial) => {
    expect(reservedNumbers.givenBy({ ...of, studentNo, takenOverAt: at })).toMatchObject({ prefix: 'S002231', serial }); // prettier-ignore
  });

  it.each(['OLD-0007', '20230901000000000007', 'S002231007', 'S002231000007'])(
    'moves no counter where it is that of another system, such as %s',
    (studentNo) => {
      expect(reservedNumbers.givenBy({ ...of, studentNo, takenOverAt: at })).toMatchObject({ number: studentNo, serial: 0 }); // prettier-ignore
    },
  );
});
