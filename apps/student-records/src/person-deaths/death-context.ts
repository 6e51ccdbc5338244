import { acrossSchools, type Transaction } from '#database';
import { holderOf, type Registration } from '../domain/registration-states.js';
import { knownEvidence } from '../evidence/known-evidence.js';
import { lockPersons } from '../persons/lock-for-study.js';
import { HOLDER } from '../persons/person-row.js';
import { registrations } from '../registrations/registrations.js';

interface OfRecord {
  readonly registrationId: string;
}

/** Of some records, all records of their persons, at whichever school. @param locking SQL behind the list */
async function records(tx: Transaction, of: readonly OfRecord[], locking = '') {
  const named = of.map(({ registrationId }) => registrationId);
  const found = await acrossSchools(tx, (all) =>
    registrations.find(
      all,
      `${HOLDER} in (select ${HOLDER} from registrations where registration_id = any($1))
       order by registration_id ${locking}`,
      [named],
    ),
  );
  const ofPerson = Map.groupBy(found, holderOf);
  const personOf = new Map(found.map((each) => [each.registrationId, holderOf(each)]));
  return ({ registrationId }: OfRecord): readonly Registration[] =>
    ofPerson.get(personOf.get(registrationId) ?? '') ?? [];
}

/**
 * The same, locked in the order of registrations and then of persons, as an approval of one of them locks it and a takeover the persons, so that
 * they take turns. What a takeover has added meanwhile is seen by the second look.
 */
export async function lockedRecords(tx: Transaction, of: readonly OfRecord[]) {
  const recordsOf = await records(tx, of, 'for update');
  await lockPersons(tx, of.flatMap((each) => recordsOf(each).map(holderOf))); // prettier-ignore
  return records(tx, of);
}

export async function reportContext(
  tx: Transaction,
  states: readonly Registration[],
  _given: unknown,
  inputOf: (state: Registration) => { readonly evidenceId?: string | undefined },
) {
  const persons = states.map(holderOf);
  const rows = await acrossSchools(tx, () =>
    tx.query<{ person_id: string }>(
      `select person_id from person_deaths where person_id = any($1) and state in ('REPORTED', 'CONFIRMED')`,
      [persons],
    ),
  );
  return {
    personOf: holderOf,
    recordsOf: await records(tx, states),
    known: new Set(rows.map((row) => row.person_id)),
    papers: await knownEvidence(tx, states.flatMap((each) => inputOf(each).evidenceId ?? [])), // prettier-ignore
  };
}
