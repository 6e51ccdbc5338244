import { acrossSchools, type Transaction } from '#database';
import { holderOf, LIVE_STATES, type Registration } from '../domain/registration-states.js';
import { HOLDER, type Verification } from './person-row.js';

/**
 * Who of these people has a live registration, wherever in the city, whose death is on record, and whose identity is not settled. Their rows are
 * locked, so that two batches that approve one person at two schools, or restore a record of theirs, take turns, and the second sees what the first
 * has done.
 */
export async function lockLivePersons(tx: Transaction, states: readonly Registration[]) {
  const personIds = [...new Set(states.map(holderOf))];
  if (personIds.length === 0)
    return { live: new Set<string>(), deceased: new Set<string>(), disputed: new Set<string>() };
  const persons = await tx.query<{ person_id: string; verification: Verification }>(
    'select person_id, verification from persons where person_id = any($1) order by person_id for no key update',
    [personIds],
  );
  const rows = await acrossSchools(tx, () =>
    tx.query<{ person_id: string; is_live: boolean }>(
      `select ${HOLDER} as person_id, state = any($2) as is_live from registrations
       where ${HOLDER} = any($1) and (state = any($2) or state = 'DECEASED' or deceased_on is not null)`,
      [personIds, LIVE_STATES],
    ),
  );
  const disputed = persons.filter(({ verification }) => verification === 'MISMATCH');
  const [live, deceased] = [true, false].map((lives) => rows.filter((row) => row.is_live === lives));
  return { live: personIdsOf(live!), deceased: personIdsOf(deceased!), disputed: personIdsOf(disputed) };
}

const personIdsOf = (rows: { person_id: string }[]) => new Set(rows.map(({ person_id }) => person_id));
