import fc from 'fast-check';
import {
  assignNumbers,
  certificateNumber,
  countByPrefix,
  numberPrefix,
  type Numbered,
  serialOf,
} from './certificate-number.js';

const numbered: Numbered = {
  issueDate: '2026-07-01',
  authorityCode: '500000',
  schoolCode: 'S001',
  classType: 'SENIOR',
};
const arbitraryNumbered = fc.record<Numbered>({
  issueDate: fc.constantFrom('2025-07-01', '2026-07-01'),
  authorityCode: fc.constantFrom('500000', '500103'),
  schoolCode: fc.constantFrom('S001', 'S002', 'S0021', 'S00'),
  classType: fc.constantFrom('INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'),
});

describe('a certificate number', () => {
  it('is year, authority, school, level digit and five-digit serial', () => {
    expect(certificateNumber(numberPrefix(numbered), 7)).toBe('2026500000S001300007');
  });

  it('is refused when the serials of its prefix are used up, rather than running into another school', () => {
    expect(() => certificateNumber('2026500000S0013', 100_000)).toThrow('used up');
  });

  it('goes on where the counter stood before', () => {
    const numbers = assignNumbers([numbered, numbered], new Map([['2026500000S0013', 42]]));
    expect(numbers.map((each) => each.certificateNo)).toEqual([
      '2026500000S001300041',
      '2026500000S001300042',
    ]);
  });

  it('comes from no counter where it was given by another system', () => {
    const serials = ['2026500000S001300041', '渝技〔2019〕001号', '19-7'].map(
      (each) => serialOf(each).serial,
    );
    expect(serials).toEqual([41, 0, 0]);
  });

  it('is unique over any batches of any schools', () => {
    fc.assert(
      fc.property(fc.array(fc.array(arbitraryNumbered, { maxLength: 20 }), { maxLength: 5 }), (batches) => {
        const counters = new Map<string, number>();
        const numbers = batches.flatMap((batch) => {
          for (const [prefix, needed] of countByPrefix(batch))
            counters.set(prefix, (counters.get(prefix) ?? 0) + needed);
          return assignNumbers(batch, counters).map((each) => each.certificateNo);
        });
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(numbers).toHaveLength(batches.flat().length);
      }),
    );
  });
});
