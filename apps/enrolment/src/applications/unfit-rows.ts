import type { Transaction } from '#database';
import { type RowError, rowError } from '#importing';
import { dayInChina } from '#national-codes';
import type { Sealer } from '#security';
import type { Offering } from '../domain/offering.js';
import { offerings } from '../offerings/offerings.js';
import { columns, type Row } from './application-columns.js';
import { windowsOf } from '../calendar/calendars.js';
import { outside, windowWords } from '../domain/calendar.js';
import { error } from '../domain/field-rules.js';
import { partnersInForce } from '../recruiting-partners/recruiting-partners.js';
import { personIndex, takenPlaces } from './applications.js';

/** What the database has to say to rows of a file, in four statements: seasons, offerings, partners, earlier applications. */
export async function unfitRows(
  tx: Transaction,
  sealer: Sealer,
  rows: Row[],
  ownSchool: string | null,
): Promise<RowError[]> {
  const [own, foreign] = parted(rows, ({ values }) => !ownSchool || values.schoolCode === ownSchool);
  const found = await offeringsOf(tx, own);
  const [offered, unoffered] = parted(own, ({ row }) => found.get(row)?.status === 'ACTIVE');
  const placeOf = ({ row, values: { year, season, ...document } }: Row) => {
    const { offeringId } = found.get(row)!;
    return {
      applicationId: `${row}`,
      idNumberIndex: personIndex(sealer, document),
      offeringId,
      year,
      season,
    };
  };
  const places = offered.map(placeOf);
  const isTaken = await takenPlaces(tx, places);
  const repeated = offered.filter((_, at) => isTaken(places[at]!));
  return [
    ...(await untimelyRows(tx, own)),
    ...foreign.map(otherSchool),
    ...(await unpartneredRows(tx, own)),
    ...unoffered.map((each) => offeringError(each, found)),
    ...repeated.map(({ row }) => alreadyApplied(row)),
  ];
}

function parted(rows: Row[], fits: (row: Row) => boolean): [fitting: Row[], others: Row[]] {
  const { true: fitting = [], false: others = [] } = Object.groupBy(rows, (row) => `${fits(row)}`);
  return [fitting, others];
}

const otherSchool = ({ row }: Row): RowError =>
  rowError(columns, row, 'schoolCode', { code: 'other-school', message: '只能导入本校的报名' });

/** Rows of seasons in which nobody applies today. */
export async function untimelyRows(tx: Transaction, rows: readonly Row[]): Promise<RowError[]> {
  const today = dayInChina(tx.at);
  const windowsFor = await windowsOf(tx, rows.map(({ values }) => values)); // prettier-ignore
  return rows.flatMap(({ row, values }) => {
    const missed = outside(windowsFor(values), 'APPLICATION', today);
    return missed
      ? rowError(columns, row, 'season', { code: 'outside-window', message: windowWords(missed).title })
      : [];
  });
}

/** Rows that name a partner outside of the city who is none today for the school. */
export async function unpartneredRows(tx: Transaction, rows: readonly Row[]): Promise<RowError[]> {
  const partnerOf = await partnersInForce(tx, rows.map(({ values }) => values)); // prettier-ignore
  return rows.flatMap(({ row, values }) =>
    values.partner && !partnerOf(values)
      ? rowError(columns, row, 'partner', error('partner', 'partner-not-in-force'))
      : [],
  );
}

function offeringError({ row }: Row, found: Map<number, Offering>): RowError {
  const refused = found.has(row)
    ? { code: 'offering-not-active', message: '该专业点已停招或撤销' }
    : { code: 'unknown-offering', message: '学校没有该层次和学习形式的这一专业点' };
  return rowError(columns, row, 'majorCode', refused);
}

export const alreadyApplied = (row: number): RowError =>
  rowError(columns, row, 'idNumber', {
    code: 'already-applied',
    message: '该人员已报名同一专业点',
  });

interface NamedOffering {
  readonly row: number;
  readonly values: Pick<Row['values'], 'schoolCode' | 'majorCode' | 'level' | 'studyMode'> & {
    readonly catalogueVersion?: string | undefined;
  };
}

/**
 * The offering of each row, by row number; where several catalogue versions have it and the row names none, an active one, the
 * newest.
 */
export async function offeringsOf(
  tx: Transaction,
  rows: readonly NamedOffering[],
): Promise<Map<number, Offering>> {
  const found = await tx.query<{ row: number }>(
    `select distinct on (wanted.row) wanted.row, ${offerings.selected}
     from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $7::text[])
       as wanted(row, school_code, major_code, level, mode, named_version)
     join offerings using (school_code, major_code, level, mode)
     join catalogue_versions version using (catalogue_version)
     where coalesce(named_version, catalogue_version) = catalogue_version
     order by wanted.row, (offerings.status = 'ACTIVE') desc, (version.effective_from <= $6) desc,
       version.effective_from desc, version.loaded_at desc`,
    [
      rows.map(({ row }) => row),
      rows.map(({ values }) => values.schoolCode),
      rows.map(({ values }) => values.majorCode),
      rows.map(({ values }) => values.level),
      rows.map(({ values }) => values.studyMode),
      dayInChina(tx.at),
      rows.map(({ values }) => values.catalogueVersion ?? null),
    ],
  );
  return new Map(found.map((each) => [each.row, offerings.stateOf({ ...each })]));
}
