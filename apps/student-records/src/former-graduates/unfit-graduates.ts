import { acrossSchools, type Transaction } from '#database';
import { type RowError, rowError } from '#importing';
import { callingsOf, isAlike } from '../persons/known-persons.js';
import { HOLDER } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { identityOf } from '../taking-over/identity-columns.js';
import { graduateColumns, type Row } from './graduate-columns.js';

const errors = {
  'takeover-signed-off': ['graduatedOn', '本校历届毕业生接管已签认，须先由校长退回或由主管部门重新开放'],
  'certificate-no-taken': ['certificateNo', '该证书编号已登记'],
  'graduate-is-known': ['graduatedOn', '该人员同一天的毕业已登记'],
  'identity-mismatch': ['idNumber', '该证件号码已登记为其他姓名、性别或出生日期，须先核实身份'],
} as const;

export const refusedGraduate = (row: number, code: keyof typeof errors): RowError =>
  rowError(graduateColumns, row, errors[code][0], { code, message: errors[code][1] });

/** Rows whose certificate the city knows already, of before the system or since. */
export async function takenCertificates(tx: Transaction, rows: readonly Row[]): Promise<RowError[]> {
  const numbers = rows.flatMap(({ values }) => values.certificateNo ?? []);
  const found = await acrossSchools(tx, (all) =>
    all.query<{ certificate_no: string }>(
      `select certificate_no from former_graduates where certificate_no = any($1)
       union select certificate_no from registration_certificates where certificate_no = any($1)`,
      [numbers],
    ),
  );
  const taken = new Set(found.map((each) => each.certificate_no));
  return rows.flatMap(({ row, values }) =>
    taken.has(values.certificateNo ?? '') ? refusedGraduate(row, 'certificate-no-taken') : [],
  );
}

type Known = { person_id: string; id_number_index: string; days: string[] };

/** Rows of somebody who is known under another name, or whose graduation on that day is; asked across schools. */
export async function unfitGraduates(
  tx: Transaction,
  vault: PersonVault,
  rows: readonly Row[],
): Promise<RowError[]> {
  const indexOf = ({ values }: Row) => vault.indexOf(identityOf(values));
  const persons = await tx.query<Known>(
    `select person_id, id_number_index, array(
       select graduated_on::text from former_graduates former where former.person_id = persons.person_id
       union select graduated_on::text from registrations where ${HOLDER} = persons.person_id and graduated_on is not null) as days
     from persons where id_number_index = any($1)`,
    [rows.map(indexOf)],
  );
  if (persons.length === 0) return [];
  const known = new Map(persons.map((each) => [each.id_number_index, each]));
  const callings = await callingsOf(tx, persons.map((each) => each.person_id)); // prettier-ignore
  return rows.flatMap((each) => {
    const { row, values } = each;
    const person = known.get(indexOf(each));
    if (!person) return [];
    if (person.days.includes(values.graduatedOn)) return refusedGraduate(row, 'graduate-is-known');
    const isThem = callings.get(person.person_id)?.some((called) => isAlike(called, identityOf(values)));
    return isThem ? [] : refusedGraduate(row, 'identity-mismatch');
  });
}
