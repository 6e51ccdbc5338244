import type { Transaction } from '#database';
import type { KnownEvidence } from '../domain/evidence.js';

/** Papers that somebody names, by their id and under their scope; they are not forgotten at this moment. */
export async function knownEvidence(
  tx: Transaction,
  evidenceIds: readonly string[],
): Promise<ReadonlyMap<string, KnownEvidence>> {
  if (evidenceIds.length === 0) return new Map();
  const rows = await tx.query<{
    evidence_id: string;
    school_code: string | null;
    registration_id: string | null;
  }>(
    `select evidence_id, school_code, registration_id from evidence where evidence_id = any($1)
     order by evidence_id for key share`,
    [[...new Set(evidenceIds)]],
  );
  return new Map(
    rows.map((row) => [
      row.evidence_id,
      { schoolCode: row.school_code ?? undefined, registrationId: row.registration_id ?? undefined },
    ]),
  );
}
