import {
  discrepanciesOfCertificate,
  discrepanciesOfRegistration,
  isInFlight,
  type Standing,
} from './discrepancy.js';

type Case = [graduation: Standing | undefined, certificate: Standing | undefined, tracked: Standing | undefined, found: string[]]; // prettier-ignore

describe('A registration is even', () => {
  it.each<Case>([
    ['LIVE', 'LIVE', 'LIVE', []],
    ['REVOKED', 'REVOKED', 'REVOKED', []],
    ['LIVE', undefined, 'LIVE', ['CERTIFICATE MISSING']],
    ['LIVE', 'LIVE', undefined, ['CASE MISSING']],
    ['LIVE', undefined, undefined, ['CERTIFICATE MISSING', 'CASE MISSING']],
    ['REVOKED', 'LIVE', 'REVOKED', ['CERTIFICATE NOT_REVOKED']],
    ['REVOKED', 'REVOKED', 'LIVE', ['CASE NOT_REVOKED']],
    ['REVOKED', undefined, 'REVOKED', ['CERTIFICATE MISSING']],
    ['LIVE', 'REVOKED', 'LIVE', ['CERTIFICATE REVOKED_WRONGLY']],
    [undefined, 'LIVE', undefined, ['CERTIFICATE SUPERFLUOUS']],
    [undefined, undefined, 'REVOKED', ['CASE SUPERFLUOUS']],
  ])('graduated %s, issued %s, tracked %s: %j', (graduation, certificate, tracked, found) => {
    const discrepancies = discrepanciesOfRegistration({
      graduation,
      expectedCase: graduation,
      certificate,
      liveCertificates: 1,
      case: tracked,
    });
    expect(discrepancies.map(({ what, kind }) => `${what} ${kind}`)).toEqual(found);
  });

  it('though the first of two graduations has no case, which goes over to the second', () => {
    const first = { graduation: 'REVOKED', certificate: 'REVOKED', liveCertificates: 0 } as const;
    expect(discrepanciesOfRegistration(first)).toEqual([]);
  });

  it('not with two live certificates, whatever else is right', () => {
    const two = {
      graduation: 'LIVE',
      expectedCase: 'LIVE',
      certificate: 'LIVE',
      liveCertificates: 2,
      case: 'LIVE',
    } as const;
    expect(discrepanciesOfRegistration(two)).toEqual([{ what: 'CERTIFICATE', kind: 'TWICE' }]);
  });
});

describe('A certificate is visible as it is', () => {
  it.each([
    ['LIVE', undefined, 'MISSING'],
    ['REVOKED', 'LIVE', 'NOT_REVOKED'],
    [undefined, 'LIVE', 'SUPERFLUOUS'],
  ] as const)('issued %s, visible %s: %s', (certificate, entry, kind) => {
    expect(discrepanciesOfCertificate({ certificate, entry })).toEqual([{ what: 'LOOKUP_ENTRY', kind }]);
  });
});

describe('A difference is in flight', () => {
  const graduated = new Date('2026-07-01T02:00:00Z');
  it.each([
    ['a digest taken before the graduation', '2026-07-01T01:59:00Z', true],
    ['a digest taken a minute after it', '2026-07-01T02:01:00Z', true],
    ['a digest taken two minutes after it', '2026-07-01T02:02:00Z', false],
  ])('with %s', (_, asOf, inFlight) => expect(isInFlight(graduated, new Date(asOf), 120)).toBe(inFlight));

  it('while a service has not counted at all', () => {
    expect(isInFlight(graduated, undefined, 120)).toBe(true);
  });
});
