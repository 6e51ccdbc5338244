import type { Transaction } from '#database';
import { maskIdNumber } from '#national-codes';
import { Problem } from '#runtime';
import type { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { statedPersonOf } from './former-persons.js';
import { type ShownRegistrationRow, shownRegistrations } from './registration-rows.js';
import { RegistrationView } from './registration-view.js';
import { registrations } from './registrations.js';

export const viewOf = (row: ShownRegistrationRow, vault: PersonVault): RegistrationView =>
  RegistrationView.parse({
    ...registrations.stateOf(row),
    personId: row.holder,
    ...(row.identity_mismatch && row.erased !== 'WHOLE' ? statedBy(row, vault) : onRecord(row, vault)),
    erased: row.erased ?? undefined,
    erasedAt: row.erased_at?.toISOString(),
    verification: row.verification,
    classId: row.class_id ?? undefined,
    classCode: row.class_code ?? undefined,
    className: row.class_name ?? undefined,
    creditsEarned: row.credits_earned ?? undefined,
    certificateNo: row.certificate_no ?? undefined,
    certificateStatus: row.certificate_status ?? undefined,
  });

const onRecord = (row: ShownRegistrationRow, vault: PersonVault) => ({
  name: row.name,
  sex: row.sex ?? undefined,
  birthDate: row.birth_date ?? undefined,
  idType: row.id_type,
  idNumber: vault.maskedIdNumber({ ...row, person_id: row.holder }),
  idValidFrom: row.id_valid_from ?? undefined,
  idValidTo: row.id_valid_to ?? undefined,
  ...(row.former_names.length > 0 && { formerNames: row.former_names }),
});

/** Of a registration in dispute what its check-in stated: the name on record is that of somebody else. */
function statedBy(row: ShownRegistrationRow, vault: PersonVault) {
  const stated = statedPersonOf(row, vault.sealer);
  if (!stated) return { name: '（身份待核实）', idType: row.id_type };
  const { name, sex, birthDate, idType, idNumber } = stated;
  return { name, sex, birthDate, idType, idNumber: maskIdNumber(idNumber) };
}

/** @throws Problem 404, also for a registration of another school: a school cannot tell the two apart */
export async function showRegistration(
  tx: Transaction,
  vault: PersonVault,
  registrationId: string,
): Promise<RegistrationView> {
  const [row] = await tx.query<ShownRegistrationRow>(shownRegistrations('registration_id = $1'), [
    registrationId,
  ]);
  if (!row) throw new Problem(problems['not-found']);
  return viewOf(row, vault);
}
