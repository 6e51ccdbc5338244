import type { Transaction } from '#database';
import { rowError, type RowError, type ValidRow } from '#importing';
import type { Sealer } from '#security';
import type { Application } from '../domain/application.js';
import type { OfferingRow } from '../offerings/offering-row.js';
import { APPLICANT_COLUMNS, type ApplicantRow, documentOf } from './applicant-columns.js';
import { personIndex } from './application-row.js';

type Row = ValidRow<ApplicantRow>;

/** What the database has to say to rows of a file, in two statements: their offerings, earlier applications. */
export async function unfitRows(
  tx: Transaction,
  sealer: Sealer,
  rows: Row[],
  ownSchool: string | null,
): Promise<RowError[]> {
  const [own, foreign] = parted(rows, ({ values }) => !ownSchool || values.schoolCode === ownSchool);
  const offerings = await offeringsOf(tx, own);
  const [offered, unoffered] = parted(own, ({ row }) => offerings.get(row)?.status === 'ACTIVE');
  const applied = await liveApplications(tx, sealer, offered);
  const repeated = offered.filter(({ row, values }) =>
    applied.has(placeOf(sealer, values, offerings.get(row)!.offering_id)),
  );
  return [
    ...foreign.map(otherSchool),
    ...unoffered.map((each) => offeringError(each, offerings)),
    ...repeated.map(({ row }) => alreadyApplied(row)),
  ];
}

function parted(rows: Row[], fits: (row: Row) => boolean): [fitting: Row[], others: Row[]] {
  const { true: fitting = [], false: others = [] } = Object.groupBy(rows, (row) => `${fits(row)}`);
  return [fitting, others];
}

const otherSchool = ({ row }: Row): RowError =>
  rowError(APPLICANT_COLUMNS, row, 'schoolCode', { code: 'other-school', message: '只能导入本校的报名' });

function offeringError({ row }: Row, offerings: Map<number, OfferingRow>): RowError {
  const error = offerings.has(row)
    ? { code: 'offering-not-active', message: '该专业点已停招或撤销' }
    : { code: 'unknown-offering', message: '学校没有该层次和学习形式的这一专业点' };
  return rowError(APPLICANT_COLUMNS, row, 'majorCode', error);
}

export const alreadyApplied = (row: number): RowError =>
  rowError(APPLICANT_COLUMNS, row, 'idNumber', {
    code: 'already-applied',
    message: '该人员已报名同一专业点',
  });

/** The offering of each row, by row number; where several catalogue versions have it, an active one, the newest. */
export async function offeringsOf(tx: Transaction, rows: Row[]): Promise<Map<number, OfferingRow>> {
  const found = await tx.query<OfferingRow & { row: number }>(
    `select distinct on (wanted.row) wanted.row, o.*
     from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])
       as wanted(row, school_code, major_code, level, mode)
     join offerings o using (school_code, major_code, level, mode)
     order by wanted.row, (o.status = 'ACTIVE') desc, o.catalogue_version desc`,
    [
      rows.map(({ row }) => row),
      rows.map(({ values }) => values.schoolCode),
      rows.map(({ values }) => values.majorCode),
      rows.map(({ values }) => values.level),
      rows.map(({ values }) => values.studyMode),
    ],
  );
  return new Map(found.map((offering) => [offering.row, offering]));
}

async function liveApplications(tx: Transaction, sealer: Sealer, rows: Row[]): Promise<Set<string>> {
  const found = await tx.query<{ place: string }>(
    `select concat_ws('/', id_number_index, offering_id, year, season) as place from applications
     where id_number_index = any($1) and state <> 'RETURNED'`,
    [rows.map(({ values }) => personIndex(sealer, values))],
  );
  return new Set(found.map(({ place }) => place));
}

const placeOf = (sealer: Sealer, row: ApplicantRow, offeringId: string): string =>
  [personIndex(sealer, row), offeringId, row.year, row.season].join('/');

/** The application that a valid row stands for. */
export function applicationOf(row: ApplicantRow, offering: OfferingRow): Application {
  const { name, idType, idNumber, sex, ethnicity, phone, hukouRegion } = row;
  const birthDate = documentOf(row).birthDate!;
  return {
    ...row,
    offeringId: offering.offering_id,
    person: {
      name,
      idType,
      idNumber,
      sex,
      birthDate,
      ethnicity,
      phone,
      hukouRegion,
      guardian: guardianOf(row),
    },
    employer: row.employerUscc ? { uscc: row.employerUscc, name: row.employerName! } : undefined,
  };
}

function guardianOf({ guardianName, guardianRelation, guardianPhone }: ApplicantRow) {
  if (!guardianName) return undefined;
  return { name: guardianName, relation: guardianRelation ?? '监护人', phone: guardianPhone ?? '' };
}
