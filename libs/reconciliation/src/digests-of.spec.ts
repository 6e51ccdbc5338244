import { CertificateDigest } from '#contracts';
import { digestsOf, hashOf } from './digests-of.js';

const at = new Date('2026-07-01T02:00:00.000Z');
const certificate = (n: number, differing = {}) => ({
  school_code: 'S001',
  certificate_no: `C${n}`,
  revoked: false,
  at,
  ...differing,
});

describe('The digests of a day', () => {
  it('are one a school, with what is live and what is revoked', () => {
    const digests = digestsOf([
      certificate(1),
      certificate(2, { revoked: true }),
      certificate(3, { school_code: 'S002' }),
    ]);
    expect(digests).toMatchObject([
      { schoolCode: 'S001', live: 1, revoked: 1, part: 1, parts: 1 },
      { schoolCode: 'S002', live: 1, revoked: 0, items: [{ certificateNo: 'C3', at: at.toISOString() }] },
    ]);
  });

  it('come in parts where a school graduates thousands, each with the counts of the whole', () => {
    const digests = digestsOf(Array.from({ length: 4_001 }, (_, n) => certificate(n)));
    expect(digests.map(({ part, parts, live, items }) => [part, parts, live, items.length])).toEqual([
      [1, 3, 4_001, 2_000],
      [2, 3, 4_001, 2_000],
      [3, 3, 4_001, 1],
    ]);
  });

  it('fit the contract', () => {
    const [digest] = digestsOf([certificate(1)]);
    const event = { ...digest, service: 'certificates', asOf: at.toISOString(), day: '2026-07-01' };
    expect(CertificateDigest.data.parse(event)).toEqual(event);
  });
});

const item = (certificateNo: string, revoked = false) => ({ certificateNo, revoked, at: at.toISOString() });

describe('The hash', () => {
  it('does not depend on the order, and tells a revoked certificate from a live one', () => {
    expect(hashOf([item('C1'), item('C2')])).toBe(hashOf([item('C2'), item('C1')]));
    expect(hashOf([item('C1'), item('C2')])).not.toBe(hashOf([item('C1'), item('C2', true)]));
  });

  it('is what the contract says: of one line, the first 16 digits of its SHA-256', () => {
    expect(hashOf([item('2026500000S001200001')])).toBe('da0e2e354636343d');
    expect(hashOf([])).toBe('0000000000000000');
  });
});
