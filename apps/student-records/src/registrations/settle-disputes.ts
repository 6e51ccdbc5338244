import type { Transitions } from '#aggregates';
import type { Sex } from '#contracts';
import type { Transaction } from '#database';
import { holderOf } from '../domain/registration-states.js';
import { HOLDER } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { settleMismatches } from '../persons/resolve-persons.js';
import { registrations } from './registrations.js';

/** 身份信息一致: the person whom the registration is in dispute with is by now said to be the same. */
const SETTLE = { name: 'settle-identity' };

/**
 * Sets free whom a former identity of these persons held up, of whichever school. What came before `stated_identity` was kept agrees
 * with nobody here: its school corrects it to what it says already.
 */
export async function settleDisputes(
  tx: Transaction,
  transitions: Transitions,
  vault: PersonVault,
  personIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(personIds)];
  const disputed = await registrations.find(
    tx,
    `${HOLDER} = any($1) and identity_mismatch and state = 'SUBMITTED' order by registration_id for update`,
    [ids],
  );
  const persons = await tx.query<PersonStated & Record<string, unknown>>(
    `select person_id, id_number_index, name, sex, birth_date from persons
     where person_id = any($1) and id_number_index is not null`,
    [ids],
  );
  const stated = new Map(
    persons.map(({ id_number_index: index, birth_date: birthDate, ...row }) => [
      row.person_id,
      vault.statedIndex({ ...row, index, birthDate }),
    ]),
  );
  const agreeing = disputed.filter((each) => each.statedIdentity === stated.get(holderOf(each)));
  const settled = agreeing.map((each) => ({ before: each, after: { ...each, identityMismatch: false } }));
  await transitions.save(tx, registrations, SETTLE, settled, { follows: true });
  await settleMismatches(tx, ids);
}

interface PersonStated {
  person_id: string;
  id_number_index: string;
  name: string;
  sex: Sex;
  birth_date: string;
}
