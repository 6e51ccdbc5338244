/** How something stands that follows from a graduation (毕业), and the graduation itself. */
export type Standing = 'LIVE' | 'REVOKED';

/** What a graduation becomes, and which service should hold it. */
export const DOWNSTREAM = {
  CERTIFICATE: 'certificates',
  LOOKUP_ENTRY: 'certificate-lookup',
  CASE: 'employment',
} as const;
export type Downstream = keyof typeof DOWNSTREAM;

export const DISCREPANCY_KINDS = [
  'MISSING',
  'SUPERFLUOUS',
  'NOT_REVOKED',
  'REVOKED_WRONGLY',
  'TWICE',
] as const;
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

export interface Discrepancy {
  readonly what: Downstream;
  readonly kind: DiscrepancyKind;
}

/** A registration whose graduation, certificate and case do not stand alike. */
export interface UnevenRegistration {
  readonly graduation?: Standing;
  /** none of a graduation that another one followed: the case goes over to that */
  readonly expectedCase?: Standing;
  readonly certificate?: Standing;
  readonly liveCertificates: number;
  readonly case?: Standing;
}

/** A certificate number that certificates and lookup do not tell alike. */
export interface UnevenCertificate {
  readonly certificate?: Standing;
  readonly entry?: Standing;
}

/** 对账: what should stand as the graduation does. The entry follows from the certificate and is judged by it. */
export function discrepanciesOfRegistration(uneven: UnevenRegistration): Discrepancy[] {
  const twice = uneven.liveCertificates > 1 ? 'TWICE' : undefined;
  return [
    ...discrepancy('CERTIFICATE', twice ?? kindOf(uneven.graduation, uneven.certificate)),
    ...discrepancy('CASE', kindOf(uneven.expectedCase, uneven.case)),
  ];
}

export function discrepanciesOfCertificate({ certificate, entry }: UnevenCertificate): Discrepancy[] {
  return discrepancy('LOOKUP_ENTRY', kindOf(certificate, entry));
}

const discrepancy = (what: Downstream, kind: DiscrepancyKind | undefined): Discrepancy[] =>
  kind ? [{ what, kind }] : [];

function kindOf(wanted: Standing | undefined, found: Standing | undefined): DiscrepancyKind | undefined {
  if (wanted === found) return undefined;
  if (found === undefined) return 'MISSING';
  if (wanted === undefined) return 'SUPERFLUOUS';
  return wanted === 'REVOKED' ? 'NOT_REVOKED' : 'REVOKED_WRONGLY';
}

/**
 * What changed shortly before a service counted, or after it, may still be on its way: neither a discrepancy nor caught up.
 * @param oldest when the first of the services counted; undefined while one of them has not
 */
export function isInFlight(since: Date, oldest: Date | undefined, graceSeconds: number): boolean {
  return oldest === undefined || since.getTime() > oldest.getTime() - graceSeconds * 1000;
}
