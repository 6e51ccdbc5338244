import { acrossSchools, type Transaction } from '#database';
import { type RowError, rowError } from '#importing';
import type { Offering } from '../domain/change-guards.js';
import { whyNotStudying } from '../domain/may-study.js';
import { callingsOf, isAlike, survivorsOf } from '../persons/known-persons.js';
import { standingsOf } from '../persons/lock-for-study.js';
import type { PersonVault } from '../persons/person-vault.js';
import { personOf, type Row, stockColumns } from './stock-columns.js';
import { takenOverIds } from './taken-over-ids.js';

export const stockErrors = {
  'takeover-signed-off': ['studentNo', '本校存量接管已签认，须先由校长退回或由主管部门重新开放'],
  'unknown-offering': ['majorCode', '本校没有该层次和学习形式的这一专业点'],
  'student-no-taken': ['studentNo', '该学号已被使用'],
  'number-of-other-school': ['studentNo', '该学号是本系统给其他学校编的学号，不能由本校接管，请核对；学生由该校转来的，由该校接管后办理转学'], // prettier-ignore
  'person-is-deceased': ['idNumber', '该人员已登记死亡，不能接管；登记有误的，须先撤销死亡登记'],
  'person-has-live-registration': ['idNumber', '该人员已有在籍学籍，不能再接管'],
  'identity-mismatch': ['idNumber', '该证件号码已登记为其他姓名、性别或出生日期，须先核实身份'],
} as const;

export const refusedStock = (row: number, code: keyof typeof stockErrors): RowError =>
  rowError(stockColumns, row, stockErrors[code][0], { code, message: stockErrors[code][1] });

export const classWarning = (row: number, code: string, message: string): RowError =>
  rowError(stockColumns, row, 'classCode', { code, message, grade: 'WARNING' });

/** The offering of each row at the school, by row number: one that is active goes first, then the newest version. */
export async function offeringsFor(
  tx: Transaction,
  rows: readonly Row[],
  schoolCode: string | null,
): Promise<ReadonlyMap<number, Pick<Offering, 'major'> & { readonly offeringId: string }>> {
  const found = await tx.query<
    Record<'offering_id' | 'catalogue_version' | 'major_code' | 'major_name', string> & { row: number }
  >(
    `select distinct on (wanted.row) wanted.row, offering_id, catalogue_version, known.major_code, major_name
     from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as wanted (row, major_code, level, study_mode)
     join known_offerings known on known.school_code = $5 and known.major_code = wanted.major_code
       and known.level = wanted.level and known.study_mode = wanted.study_mode
     order by wanted.row, (status = 'ACTIVE') desc, catalogue_version desc`,
    [
      rows.map(({ row }) => row),
      rows.map(({ values }) => values.majorCode),
      rows.map(({ values }) => values.level),
      rows.map(({ values }) => values.studyMode),
      schoolCode,
    ],
  );
  return new Map(
    found.map((each) => [
      each.row,
      {
        offeringId: each.offering_id,
        major: {
          catalogueVersion: each.catalogue_version,
          majorCode: each.major_code,
          name: each.major_name,
        },
      },
    ]),
  );
}

/** Rows whose number some record of the city has, or had in a database that was restored, unless it was this row's. */
export async function takenNumbers(
  tx: Transaction,
  rows: readonly Row[],
  schoolCode: string,
): Promise<RowError[]> {
  const found = await acrossSchools(tx, (all) =>
    all.query<{ student_no: string }>(
      `select student_no from registrations where student_no = any($1)
       union select number from unnest($1::text[], $2::uuid[]) as wanted (number, id) join reserved_numbers using (number)
       where registration_id <> id`,
      [
        rows.map(({ values }) => values.studentNo),
        rows.map(({ values }) => takenOverIds(schoolCode, values.studentNo).registrationId),
      ],
    ),
  );
  const taken = new Set(found.map((each) => each.student_no));
  return rows.flatMap(({ row, values }) =>
    taken.has(values.studentNo) ? refusedStock(row, 'student-no-taken') : [],
  );
}

type Known = {
  person_id: string;
  id_number_index: string;
  name: string;
  sex: string | null;
  birth_date: string | null;
};

/** What the check says of persons who are known, at whichever school: it is asked across schools. The commit resolves them under locks. */
export async function unfitPersons(
  tx: Transaction,
  vault: PersonVault,
  rows: readonly Row[],
): Promise<RowError[]> {
  const byIndex = new Map(rows.map((each) => [vault.indexOf(personOf(each.values)), each]));
  const persons = await tx.query<Known>(
    'select person_id, id_number_index, name, sex, birth_date from persons where id_number_index = any($1)',
    [[...byIndex.keys()]],
  );
  if (persons.length === 0) return [];
  const ids = persons.map((each) => each.person_id);
  const survivors = await survivorsOf(tx, ids);
  const callings = await callingsOf(tx, ids);
  const standings = await standingsOf(tx, [...ids, ...survivors.values()]);
  return persons.flatMap((person) => {
    const { row, values } = byIndex.get(person.id_number_index)!;
    const hindrance = whyNotStudying(standings.get(survivors.get(person.person_id) ?? person.person_id)!);
    if (hindrance) return refusedStock(row, hindrance);
    const known = callings.get(person.person_id)?.some((each) => isAlike(each, personOf(values)));
    return known ? [] : refusedStock(row, 'identity-mismatch');
  });
}
