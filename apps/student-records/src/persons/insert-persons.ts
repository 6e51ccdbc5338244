import type { Transaction } from '#database';
import { insertDataKeys } from '#security';
import { PERSON_COLUMNS } from './person-row.js';
import type { PersonVault } from './person-vault.js';

/** In the order of the index: two batches that add the same people wait for each other instead of deadlocking. Who is known stays. */
export async function insertPersons(
  tx: Transaction,
  people: readonly ReturnType<PersonVault['sealed']>[],
): Promise<void> {
  await tx.query(
    `with added as (
       insert into persons (${PERSON_COLUMNS.join(', ')}) select ${PERSON_COLUMNS.join(', ')}
       from json_populate_recordset(null::persons, $1) order by id_number_index
       on conflict (id_number_index) do nothing returning person_id)
     ${insertDataKeys(
       '$2',
       `select unnest(array['person:' || person_id, 'person-contact:' || person_id]) from added`,
     )}`,
    [JSON.stringify(people.map(({ row }) => row)), JSON.stringify(people.flatMap(({ keys }) => keys))],
  );
}
