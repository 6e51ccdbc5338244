import type { Transaction } from '#database';
import type { KnownEvidence } from '../domain/evidence.js';

/** A paper that somebody names, under their scope; kept from being forgotten at this moment. Undefined where there is none. */
export async function knownEvidence(
  tx: Transaction,
  evidenceId: string | undefined,
): Promise<KnownEvidence | undefined> {
  if (evidenceId === undefined) return undefined;
  const [row] = await tx.query<{ school_code: string; registration_id: string | null }>(
    'select school_code, registration_id from evidence where evidence_id = $1 for key share',
    [evidenceId],
  );
  return row && { schoolCode: row.school_code, registrationId: row.registration_id ?? undefined };
}
