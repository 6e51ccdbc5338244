import type { DataOf, IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import { maskIdNumber } from '#national-codes';
import type { Sealer } from '#security';
import type { Certificate } from '../domain/certificate.js';
import { openIdNumber, subjectOf } from './certificates.js';

type Corrected = DataOf<typeof IdentityCorrected>;

/** A certificate with its sealed data key, and the last correction of its graduate. */
export interface Differing {
  readonly certificate: Certificate;
  readonly sealedKey: string | null;
  readonly correction: Corrected;
}

const bindingOf = (certificateId: string) => `differing_identities:id_number:${certificateId}`;

/** What is printed is never edited: a difference is noted beside it, and goes where a later correction says again what is printed. */
export async function noteDifferences(
  tx: Transaction,
  all: readonly Differing[],
  sealer: Sealer,
): Promise<void> {
  const isPrinted = ({ certificate, sealedKey, correction: { identities } }: Differing) =>
    certificate.name === identities.new.name &&
    certificate.sex === identities.new.sex &&
    certificate.birthDate === identities.new.birthDate &&
    certificate.idType === identities.new.idType &&
    openIdNumber(certificate, sealedKey, sealer) === identities.new.idNumber;
  const alike = all.filter(isPrinted);
  await tx.query('delete from differing_identities where certificate_id = any($1)', [
    alike.map(({ certificate }) => certificate.certificateId),
  ]);
  const rows = all.filter((each) => !alike.includes(each)).map((each) => rowOf(each, sealer));
  await tx.query(
    `insert into differing_identities select * from json_populate_recordset(null::differing_identities, $1)
     on conflict (certificate_id) do update set name = excluded.name, sex = excluded.sex, birth_date = excluded.birth_date,
       id_type = excluded.id_type, id_number_sealed = excluded.id_number_sealed, reason_code = excluded.reason_code,
       effective_on = excluded.effective_on`,
    [JSON.stringify(rows)],
  );
}

function rowOf({ certificate, sealedKey, correction }: Differing, sealer: Sealer) {
  const { certificateId, schoolCode: school_code } = certificate;
  const { name, sex, birthDate: birth_date, idType: id_type, idNumber } = correction.identities.new;
  const key = sealer.dataKey(subjectOf(certificateId), sealedKey);
  const id_number_sealed = key.seal(idNumber, bindingOf(certificateId));
  const { reasonCode: reason_code, effectiveOn: effective_on } = correction;
  return { certificate_id: certificateId, school_code, name, sex, birth_date, id_type, id_number_sealed, reason_code, effective_on }; // prettier-ignore
}

/** What a list shows beside a certificate; put `DIFFERING` behind its `from`. */
export const DIFFERING_COLUMNS = `to_jsonb(differing) as differing, differing.certificate_id is not null as identity_differs`;
export const DIFFERING =
  'left join differing_identities differing on differing.certificate_id = certificates.certificate_id';

export type DifferingRow = Record<'name' | 'sex' | 'birth_date' | 'id_type' | 'id_number_sealed' | 'reason_code' | 'effective_on', string>; // prettier-ignore

/** The identity of the graduate by now, masked. */
export function differingView(
  row: DifferingRow,
  certificateId: string,
  sealedKey: string | null,
  sealer: Sealer,
) {
  const key = sealer.dataKey(subjectOf(certificateId), sealedKey);
  return {
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    idType: row.id_type,
    idNumber: maskIdNumber(key.open(row.id_number_sealed, bindingOf(certificateId))),
    reasonCode: row.reason_code,
    effectiveOn: row.effective_on,
  };
}
