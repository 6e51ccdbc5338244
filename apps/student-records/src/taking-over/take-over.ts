import { declareActions } from '#commands';
import { fact, step } from '#aggregates';
import { accept } from '#aggregates/rules';
import { RegistrationTakenOver } from '#contracts';
import type { Transaction } from '#database';
import { type Active, holderOf } from '../domain/registration-states.js';
import { awaySince, type StockRow } from '../domain/taking-over.js';
import type { StatedIdentity } from '../identity-changes/sealed-identities.js';
import { IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { identitiesTold } from '../registrations/identities-told.js';
import { registrations } from '../registrations/registrations.js';

const name = 'take-over-registration';

/** 接管: a record of before the system, as it was on the first day of study. */
export const takeOverRegistration = {
  name,
  action: declareActions({ [name]: { zh: '接管了存量学籍', en: 'took the registration over' } })[name],
  publishes: fact(
    RegistrationTakenOver,
    (each: Active, identity: StatedIdentity | undefined) =>
      identity && { ...each, identity, takenOverAt: each.approvedAt },
    identitiesOf,
  ),
};

/** 休学、保留学籍 of before the system: to others the person studies here all the same. */
export const takeOverAbsence = step(registrations, {
  name: 'take-over-absence',
  decide: (each, row: StockRow) => accept(awaySince(each as Active, row)),
  noted: (_, { awaySince: since }) => ({ effectiveOn: since! }),
});

type Row = IdentityRow & Record<string, unknown> & { registration_id: string; issuing_state: string | null };

/** As it was told first; of who was erased nothing is left to tell. */
async function identitiesOf(
  tx: Transaction,
  states: readonly Active[],
  { vault }: { vault: PersonVault },
): Promise<(each: Active) => StatedIdentity | undefined> {
  const told = await identitiesTold(tx, vault.sealer, states);
  const rows = await tx.query<Row>(
    `select registration_id, persons.person_id, persons.issuing_state, ${IDENTITY_COLUMNS}
     from unnest($1::uuid[], $2::uuid[]) as taken (registration_id, holder) join persons on persons.person_id = taken.holder`,
    [states.map(({ registrationId }) => registrationId), states.map(holderOf)],
  );
  const known = new Map(
    rows.flatMap((row) =>
      row.id_number === null
        ? []
        : [[row.registration_id, { ...vault.identityOf(row), issuingState: row.issuing_state ?? undefined }]],
    ),
  );
  return ({ registrationId }) => told.get(registrationId) ?? known.get(registrationId);
}
