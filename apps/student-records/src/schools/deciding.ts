import type { Given } from '#aggregates';
import type { Transaction } from '#database';
import { reachOf } from '#security';
import type { SchoolRow } from '#copies';
import type { AuthorityTier, OfSchool } from '../domain/deciding.js';

/** `context` of a decision: whose officer decides, and of which tier the schools are; see `domain/deciding.ts`. */
export async function decidingContext(tx: Transaction, records: readonly OfSchool[], { actor }: Given) {
  const rows = await tx.query<Pick<SchoolRow, 'school_code' | 'authority_tier'>>(
    'select school_code, authority_tier from schools where school_code = any($1)',
    [[...new Set(records.map(({ schoolCode }) => schoolCode))]],
  );
  const tiers = new Map(rows.map((row) => [row.school_code, row.authority_tier]));
  return {
    officerOf: actor && OFFICERS[reachOf(actor.role)],
    tierOf: ({ schoolCode }: OfSchool): AuthorityTier | undefined => tiers.get(schoolCode ?? ''),
  };
}

/** No decision is open to a platform outside. */
const OFFICERS = { city: 'CITY', district: 'DISTRICT', school: 'SCHOOL', platform: undefined } as const;
