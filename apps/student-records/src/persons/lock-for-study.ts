import { acrossSchools, type Transaction } from '#database';
import { type Hindrance, type Standing, whyNotStudying } from '../domain/may-study.js';
import { holderOf, type Registration, type RegistrationState } from '../domain/registration-states.js';
import { HOLDER, type Verification } from './person-row.js';

const LOCKED = 'for no key update';

/**
 * Decides on records that are to become those of students, or again: the decision is told what hinders the person, and who is accepted holds
 * their person against the next one. The persons are locked, so that two batches that let one person study at two schools take turns, and
 * the second sees what the first has done.
 */
export async function lockForStudy(tx: Transaction, states: readonly Registration[]) {
  const standings = await standingsOf(tx, states.map(holderOf), LOCKED); // prettier-ignore
  return <Decided extends { readonly ok: boolean }>(
    each: Registration,
    decide: (hindrance: Hindrance | undefined) => Decided,
  ): Decided => {
    const { registrationId } = each;
    const standing = standings.get(holderOf(each))!;
    const decision = decide(whyNotStudying(standing, registrationId));
    const others = standing.records.filter((record) => record.registrationId !== registrationId);
    if (decision.ok)
      standings.set(holderOf(each), { ...standing, records: [...others, { registrationId, state: 'ACTIVE' }] }); // prettier-ignore
    return decision;
  };
}

/** How persons stand; each of them is there. @param locking SQL behind the list of persons, `lockForStudy` is for whoever decides */
export async function standingsOf(
  tx: Transaction,
  ofPersons: readonly string[],
  locking = '',
): Promise<Map<string, Standing>> {
  const personIds = [...new Set(ofPersons)];
  if (personIds.length === 0) return new Map();
  const persons = await tx.query<{ person_id: string; verification: Verification }>(
    `select person_id, verification from persons where person_id = any($1) order by person_id ${locking}`,
    [personIds],
  );
  const rows = await acrossSchools(tx, () =>
    tx.query<{
      person_id: string;
      registration_id: string;
      state: RegistrationState;
      deceased_on: string | null;
    }>(
      `select ${HOLDER} as person_id, registration_id, state, deceased_on from registrations where ${HOLDER} = any($1)`,
      [personIds],
    ),
  );
  const records = Map.groupBy(rows, (row) => row.person_id);
  return new Map(
    persons.map(({ person_id: id, verification }) => [
      id,
      {
        disputed: verification === 'MISMATCH',
        records: (records.get(id) ?? []).map(({ registration_id: registrationId, state, deceased_on }) => ({
          registrationId,
          state,
          deceasedOn: deceased_on ?? undefined,
        })),
      },
    ]),
  );
}

/** The same lock, for who closes persons to studies. */
export async function lockPersons(tx: Transaction, personIds: readonly string[]): Promise<void> {
  await tx.query(`select from persons where person_id = any($1) order by person_id ${LOCKED}`, [personIds]);
}
