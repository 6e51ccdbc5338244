import type { Transaction } from '#database';
import type { Known, Standing } from '../domain/identity-change-limits.js';
import type { Requested } from '../domain/identity-change.js';
import type { Registration } from '../domain/registration-states.js';
import { holderOf } from '../domain/registration-states.js';
import { HOLDER, IDENTITY_COLUMNS, type IdentityRow, type Verification } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { differences } from '../persons/resolve-persons.js';
import { registrations } from '../registrations/registrations.js';
import { identityChanges } from './identity-changes.js';
import type { StatedIdentity } from './sealed-identities.js';

export type PersonLocked = IdentityRow & {
  id_number_index: string | null;
  issuing_state: string | null;
  verification: Verification;
};

/** The persons of a change, as they are now: both are there, or the change names nobody. */
export interface KnownPersons extends Known {
  readonly rows: ReadonlyMap<string, PersonLocked>;
  readonly registrations: readonly Registration[];
}

type Concerned = Pick<Requested, 'kind' | 'personId' | 'otherId' | 'refersTo'>;

/**
 * Locks the registrations and then the persons whom a change concerns, wherever they are, and reads what its rule asks. To be
 * called across schools.
 * @param wanted the identity that a correction or a split gives
 */
export async function lockConcerned(
  tx: Transaction,
  vault: PersonVault,
  change: Concerned,
  wanted?: StatedIdentity,
): Promise<KnownPersons> {
  const ids = [change.personId, ...(change.otherId ? [change.otherId] : [])];
  const ofThose = `${HOLDER} = any($1) order by registration_id for update`;
  await registrations.find(tx, ofThose, [ids]);
  // Who waited for a transfer sees by a second look only what it has begun.
  const held = await registrations.find(tx, ofThose, [ids]);
  const rows = await tx.query<PersonLocked & Record<string, unknown>>(
    `select person_id, ${IDENTITY_COLUMNS}, id_number_index, issuing_state, verification from persons
     where person_id = any($1) order by person_id for no key update`,
    [ids],
  );
  const aliases = await tx.query<{ person_id: string }>(
    'select person_id from person_aliases where person_id = any($1)',
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.person_id, row]));
  const standingOf = (personId: string): Standing => ({
    registrations: held.filter((each) => holderOf(each) === personId),
    disputed: byId.get(personId)?.verification === 'MISMATCH',
    isAlias: aliases.some((each) => each.person_id === personId),
  });
  return {
    rows: byId,
    registrations: held,
    person: standingOf(change.personId),
    other: change.otherId === undefined ? undefined : standingOf(change.otherId),
    ...(wanted && (await comparison(tx, vault, change, byId.get(change.personId), wanted))),
    ...(change.refersTo !== undefined && (await reference(tx, change.refersTo, ids))),
  };
}

/** A correction may keep the number that the person has; who is split off needs one that nobody has. */
async function comparison(
  tx: Transaction,
  vault: PersonVault,
  { kind, personId }: Concerned,
  row: PersonLocked | undefined,
  wanted: StatedIdentity,
) {
  const index = vault.indexOf(wanted);
  const holders = await tx.query<{ person_id: string }>(
    'select person_id from persons where id_number_index = $1',
    [index],
  );
  return {
    differs: row?.id_number_index !== index || differences(row, wanted).length > 0,
    numberTaken: holders.some((each) => kind === 'SPLIT' || each.person_id !== personId),
  };
}

/** What a change refers to, and whether it is undone already, or a later one of the same persons is not. */
async function reference(tx: Transaction, refersTo: string, personIds: readonly string[]) {
  const [referred] = await identityChanges.find(tx, 'change_id = $1', [refersTo]);
  const later = await tx.query(
    `select from identity_changes later
     where state = 'APPLIED' and kind in ('MERGE', 'SPLIT') and (person_id = any($2) or other_id = any($2))
       and approved_at >= (select approved_at from identity_changes where change_id = $1)
       and (change_id = $1) = exists (select from identity_changes undo
         where undo.refers_to = later.change_id and undo.kind = 'UNDO' and undo.state = 'APPLIED')
     limit 1`,
    [refersTo, personIds],
  );
  return { referred, overtaken: later.length > 0 };
}
