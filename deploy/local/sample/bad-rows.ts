import { rechecked } from './codes.ts';
import type { Applicant } from './csv.ts';

const another = (character: string, among: string) => among[(among.indexOf(character) + 1) % among.length]!;

type Fits = (row: Applicant) => unknown;

/** What is done to a row, and to which kind of row; each shows one refusal of the import. */
const SPOILERS: [fits: Fits, change: (row: Applicant) => Applicant][] = [
  [() => true, ({ idNumber = '' }) => ({ idNumber: idNumber.slice(0, 17) + another(idNumber[17]!, '0123456789X') })],
  [() => true, () => ({ idNumber: '5.10202E+17' })],
  [() => true, ({ idNumber = '' }) => ({ idNumber: rechecked(`${idNumber.slice(0, 10)}0230${idNumber.slice(14, 17)}`) })],
  [(row) => row.guardianName, () => ({ guardianName: '', guardianRelation: '', guardianPhone: '' })],
  [() => true, (row) => ({ name: `·${row.name}` })],
  [() => true, () => ({ majorCode: '9999-4' })],
  [() => true, () => ({ name: '' })],
  [(row) => row.sourceType === '企业职工', () => ({ employerUscc: '', employerName: '' })],
  [() => true, () => ({ startOn: '2023-02-30' })],
  [(row) => row.sourceType === '企业职工', wrongUscc],
];

function wrongUscc({ employerUscc = '' }: Applicant): Applicant {
  return { employerUscc: employerUscc.slice(0, 17) + another(employerUscc[17]!, '0123456789ABCDEFGHJKLMNPQRTUWXY') };
}

/** Rows that carry a point of their own stay whole: the full offering, rare names, other documents, odd terms. */
const isPlain = (row: Applicant) =>
  row.schoolCode !== 'S001' &&
  !['11', '48'].includes(row.durationMonths ?? '') &&
  row.scope === '市内' &&
  row.sourceType !== '其他' &&
  /^[\u4e00-\u9fff]+$/.test(row.name ?? '');

const isAdult = (row: Applicant) => !row.guardianName;

/** Spoils ten rows and makes two rows carry one ID number, spread over the file. */
export function spoil(rows: Applicant[]): Applicant[] {
  const spoiled = new Set<number>();
  const find = (from: number, fits: Fits) => {
    const at = rows.findIndex((row, place) => place >= from && !spoiled.has(place) && isPlain(row) && fits(row));
    if (at < 0) throw new Error('no row left to spoil');
    spoiled.add(at);
    return rows[at]!;
  };
  SPOILERS.forEach(([fits, change], number) => {
    const row = find(20 + number * 40, fits);
    Object.assign(row, change(row));
  });
  const first = find(30, isAdult);
  const second = find(430, isAdult);
  Object.assign(second, { idNumber: first.idNumber, sex: first.sex, name: first.name, ethnicity: first.ethnicity });
  return rows;
}
