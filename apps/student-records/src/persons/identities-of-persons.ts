import type { Identity } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { IDENTITY_COLUMNS, type IdentityRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';

/** Who persons are, wherever in the city they are known; not of who was erased. */
export async function identitiesOfPersons(
  tx: Transaction,
  vault: PersonVault,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Identity & { readonly issuingState?: string | undefined }>> {
  const rows = await acrossSchools(tx, (all) =>
    all.query<IdentityRow & Record<string, unknown> & { issuing_state: string | null }>(
      `select persons.person_id, persons.issuing_state, ${IDENTITY_COLUMNS} from persons where person_id = any($1)`,
      [personIds],
    ),
  );
  const known = rows.filter((row) => row.id_number !== null);
  return new Map(
    known.map((row) => [
      row.person_id,
      { ...vault.identityOf(row), issuingState: row.issuing_state ?? undefined },
    ]),
  );
}
