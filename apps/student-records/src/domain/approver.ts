/** 市级、区县级: who decides on what a school submits. */
export type AuthorityTier = 'CITY' | 'DISTRICT';

/** An officer who decides. */
export interface Approver {
  readonly subject: string;
  /** whose officer: the city's or a district's */
  readonly tier: AuthorityTier;
}

/**
 * The city decides on every school; a district on the schools of its tier that it supervises, and on no other. [F3, D]
 * @param tier of the school; undefined while the service has not heard of it
 */
export function mayDecide(approver: Approver, tier: AuthorityTier | undefined): boolean {
  return approver.tier === 'CITY' || tier === 'DISTRICT';
}
