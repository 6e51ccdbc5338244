import { fact } from '#aggregates';
import { type DataOf, IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { DESTROYED } from '#security';
import { type Active, holderOf } from '../domain/registration-states.js';
import { IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { FORMER_PERSONS_KEY, formerPersonsSubject, openCorrections } from './former-persons.js';

type Identities = DataOf<typeof IdentityCorrected>['identities'];

/**
 * What was corrected while the registration waited, as its approval tells it: whoever took the application down knows the identity
 * that was stated, and the next admission of the person must find them.
 */
export const earlyCorrection = fact(
  IdentityCorrected,
  (each: Active, identities: Identities | undefined) =>
    identities && {
      ...each,
      identities,
      reasonCode: 'BEFORE_APPROVAL',
      effectiveOn: dayInChina(each.approvedAt),
      correctedAt: each.approvedAt,
    },
  identitiesOf,
);

type Row = IdentityRow & {
  registration_id: string;
  issuing_state: string | null;
  former_persons_sealed: string[] | null;
  former_persons_key: string | null;
};

async function identitiesOf(
  tx: Transaction,
  states: readonly Active[],
  { vault }: { vault: PersonVault },
): Promise<(each: Active) => Identities | undefined> {
  const corrected = states.filter((each) => each.formerPersonsSealed || each.identityChangeId || each.statedPersonSealed); // prettier-ignore
  if (corrected.length === 0) return () => undefined;
  const rows = await tx.query<Row & Record<string, unknown>>(
    `select registrations.registration_id, registrations.former_persons_sealed, ${FORMER_PERSONS_KEY}, persons.person_id,
       persons.issuing_state, ${IDENTITY_COLUMNS}
     from unnest($1::uuid[], $2::uuid[]) as approved (registration_id, holder)
     join registrations using (registration_id) join persons on persons.person_id = approved.holder`,
    [corrected.map(({ registrationId }) => registrationId), corrected.map(holderOf)],
  );
  const told = new Map(rows.map((row) => [row.registration_id, toldOf(row, vault)]));
  return ({ registrationId }) => told.get(registrationId);
}

/** Of who was erased nothing is left to tell. */
function toldOf(row: Row, vault: PersonVault): Identities | undefined {
  if (row.id_number === null) return undefined;
  const { former_persons_sealed: sealed, former_persons_key: key, registration_id: registrationId } = row;
  const first =
    sealed && key && key !== DESTROYED
      ? openCorrections(
          vault.sealer.dataKey(formerPersonsSubject(registrationId), key),
          registrationId,
          sealed,
        )[0]
      : undefined;
  const { correctedBy: _by, correctedAt: _at, ...old } = first?.former ?? {};
  return {
    ...(first?.former && { old: old as Identities['old'] }),
    new: { ...vault.identityOf(row), issuingState: row.issuing_state ?? undefined },
  };
}
