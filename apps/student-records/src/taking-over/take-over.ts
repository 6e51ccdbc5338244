import { declareActions } from '#commands';
import { fact, step } from '#aggregates';
import { accept } from '#aggregates/rules';
import { RegistrationTakenOver } from '#contracts';
import type { Transaction } from '#database';
import { type Active, holderOf } from '../domain/registration-states.js';
import { awaySince, type StockRow } from '../domain/taking-over.js';
import type { StatedIdentity } from '../identity-changes/sealed-identities.js';
import { identitiesOfPersons } from '../persons/identities-of-persons.js';
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

/** As it was told first; of who was erased nothing is left to tell. */
async function identitiesOf(
  tx: Transaction,
  states: readonly Active[],
  { vault }: { vault: PersonVault },
): Promise<(each: Active) => StatedIdentity | undefined> {
  const told = await identitiesTold(tx, vault.sealer, states);
  const known = await identitiesOfPersons(tx, vault, states.map(holderOf));
  return (each) => told.get(each.registrationId) ?? known.get(holderOf(each));
}
