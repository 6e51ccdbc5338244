import type { Transaction } from '#database';
import { type Actor, reachOf } from '#security';
import type { SchoolRow } from '#schools';
import type { Approver, AuthorityTier } from '../domain/approver.js';

/** The actor as the rules see who decides. */
export const approverOf = ({ subject, role }: Actor): Approver => ({
  subject,
  tier: reachOf(role) === 'district' ? 'DISTRICT' : 'CITY',
});

/** Whose tier these schools are of; those that the service has not heard of are not in the answer. */
export async function authorityTiers(
  tx: Transaction,
  schoolCodes: readonly string[],
): Promise<Map<string, AuthorityTier>> {
  const rows = await tx.query<Pick<SchoolRow, 'school_code' | 'authority_tier'>>(
    'select school_code, authority_tier from schools where school_code = any($1)',
    [[...new Set(schoolCodes)]],
  );
  return new Map(rows.map((row) => [row.school_code, row.authority_tier]));
}
