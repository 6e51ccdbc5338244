import type { EventDefinition } from '#contracts';

export const DIGEST_SOURCE = Symbol('DIGEST_SOURCE');

/**
 * What a service counts, as SQL over one table of its own. The column `day`, indexed, is the day in China on which
 * the graduation was approved.
 */
export interface DigestSource {
  readonly digest: EventDefinition;
  readonly published: EventDefinition;
  readonly table: string;
  readonly day: string;
  /** Condition of a row that is revoked, and the column that says since when. */
  readonly revoked: string;
  readonly revokedAt: string;
  /** Condition of the rows that are counted; all where it is left out. */
  readonly counts?: string;
  /** A select list that makes a {@link Holding} of a row. */
  readonly columns: string;
}

/** A certificate, an entry or a case, as the digest names it. */
export interface Holding {
  readonly school_code: string;
  readonly registration_id?: string;
  readonly certificate_no?: string;
  readonly revoked: boolean;
  /** Since when it is as it is. */
  readonly at: Date;
}
