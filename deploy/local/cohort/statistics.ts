import type { Outcomes } from './outcomes.ts';

/** The value below which this share of the values lies (nearest rank); undefined without values. */
export function percentile(values: number[], share: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/**
 * Milliseconds from graduation approved to visible in the lookup. Revoked entries do not count: theirs is the time of
 * the revocation.
 */
export function visibilityTimes(
  { certificates, entries }: Outcomes,
  approvedAt: Map<string, string>,
): number[] {
  const registrationOf = new Map(certificates.map((each) => [each.certificateNo, each.registrationId]));
  return entries
    .filter(({ status }) => status === 'VALID')
    .map(({ certificateNo, visibleAt }) => {
      const approved = approvedAt.get(registrationOf.get(certificateNo) ?? '');
      return approved ? Date.parse(visibleAt) - Date.parse(approved) : undefined;
    })
    .filter((each) => each !== undefined);
}
