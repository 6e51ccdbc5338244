import { comparableName, readCertificateNumberAndName, readIdNumberAndName } from './factors.js';

describe('the factors of a lookup', () => {
  it.each([
    ['阿依•买买提', '阿依·买买提'],
    ['阿依・买买提', '阿依·买买提'],
    [' 王 小明 ', '王小明'],
    ['LI MING', 'Li Ming'],
  ])('compares the name %s as %s', (typed, printed) =>
    expect(comparableName(typed)).toBe(comparableName(printed)),
  );

  it('keeps characters outside the basic plane apart', () => {
    expect(comparableName('𠮷田')).not.toBe(comparableName('吉田'));
    expect(readCertificateNumberAndName('2026500000S001', '张𬎆')).toMatchObject({ ok: true });
  });

  it('reads a certificate number that was typed full-width and with spaces', () => {
    expect(readCertificateNumberAndName('２０２６ 500000S001', '王小明')).toMatchObject({
      ok: true,
      factors: { certificateNo: '2026500000S001' },
    });
  });

  it('reads an ID number with a small x', () => {
    expect(readIdNumberAndName('11010519491231002x', '王小明')).toMatchObject({
      ok: true,
      factors: { idNumber: '11010519491231002X' },
    });
  });

  it('takes the number of a passport', () => {
    expect(readIdNumberAndName('E12345678', 'Li Ming')).toMatchObject({ ok: true });
  });

  it('names every field that is missing', () => {
    expect(readIdNumberAndName('', ' ')).toEqual({
      ok: false,
      errors: [
        { field: 'idNumber', code: 'id-number-missing' },
        { field: 'name', code: 'name-missing' },
      ],
    });
  });

  it.each([
    ['110105194912310021', 'id-number-check-failed'],
    ['11010519491231', undefined],
    ['1101*', 'id-number-malformed'],
  ])('says of the ID number %s: %s', (typed, code) => {
    const read = readIdNumberAndName(typed, '王小明');
    expect(read.ok ? undefined : read.errors[0]?.code).toBe(code);
  });
});
