import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { Validity } from '../domain/document-validity.js';
import { IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';

type Row = IdentityRow & Record<string, unknown> & { issuing_state: string | null; id_number_index: string };

/**
 * Keeps how long the documents on record of persons are valid, in two statements; what was stated before is replaced.
 * @returns the persons of whom it is kept; not those who were erased
 */
export async function keepValidities(
  tx: Transaction,
  vault: PersonVault,
  validities: ReadonlyMap<string, Validity>,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<Row>(
    `select person_id, ${IDENTITY_COLUMNS}, issuing_state, id_number_index from persons
     where person_id = any($1) and id_number_index is not null order by person_id for no key update`,
    [[...validities.keys()]],
  );
  const documents = rows.map((row) => {
    const { idValidFrom, idValidTo } = validities.get(row.person_id)!;
    const documentId = uuidv7();
    const { person_id, id_type, issuing_state, id_number_index } = row;
    const document = { document_id: documentId, person_id, id_type, issuing_state, id_number_index };
    const id_number = vault.documentOf(row, documentId);
    return { ...document, id_number, valid_from: idValidFrom, valid_to: idValidTo };
  });
  await tx.query(
    `insert into person_documents select * from json_populate_recordset(null::person_documents, $1)
     on conflict (person_id) where held_until is null do update set document_id = excluded.document_id,
       id_type = excluded.id_type, issuing_state = excluded.issuing_state, id_number = excluded.id_number,
       id_number_index = excluded.id_number_index, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
    [JSON.stringify(documents)],
  );
  return new Set(rows.map((row) => row.person_id));
}

/** SQL that joins `document`, that of the person on record with its validity, where it is stated, to a table of persons. */
export const joinDocument = (personId: string, index: string) =>
  `join person_documents document on document.person_id = ${personId} and document.held_until is null
    and document.id_number_index = ${index}`;
