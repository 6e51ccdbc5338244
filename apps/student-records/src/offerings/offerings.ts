import type { Level, OfferingState, StudyMode } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { Offering } from '../domain/change-guards.js';

interface OfferingRow extends Record<string, unknown> {
  offering_id: string;
  school_code: string;
  catalogue_version: string;
  major_code: string;
  major_name: string;
  level: Level;
  study_mode: StudyMode;
  status: string;
}

/** Keeps the newest state of each offering, in one statement; one that is older than what is known changes nothing. */
export async function keepOfferings(
  tx: Transaction,
  states: readonly Received<typeof OfferingState>[],
): Promise<void> {
  const newest = new Map(
    states.map(({ subject, version, data }) => [
      subject,
      {
        offering_id: data.offeringId,
        school_code: data.schoolCode,
        catalogue_version: data.catalogueVersion,
        major_code: data.majorCode,
        major_name: data.majorName,
        level: data.level,
        study_mode: data.mode,
        status: data.status,
        version,
      },
    ]),
  );
  await tx.query(
    `insert into known_offerings as known
     select * from json_populate_recordset(null::known_offerings, $1) order by offering_id
     on conflict (offering_id) do update set school_code = excluded.school_code,
       catalogue_version = excluded.catalogue_version, major_code = excluded.major_code,
       major_name = excluded.major_name, level = excluded.level, study_mode = excluded.study_mode,
       status = excluded.status, version = excluded.version
     where known.version < excluded.version`,
    [JSON.stringify([...newest.values()])],
  );
}

/** @returns the offerings that are known, by their ids */
export async function findOfferings(
  tx: Transaction,
  offeringIds: readonly string[],
): Promise<ReadonlyMap<string, Offering>> {
  if (offeringIds.length === 0) return new Map();
  const rows = await tx.query<OfferingRow>('select * from known_offerings where offering_id = any($1)', [
    offeringIds,
  ]);
  return new Map(rows.map((row) => [row.offering_id, offeringOf(row)]));
}

const offeringOf = (row: OfferingRow): Offering => ({
  offeringId: row.offering_id,
  schoolCode: row.school_code,
  major: { catalogueVersion: row.catalogue_version, majorCode: row.major_code, name: row.major_name },
  level: row.level,
  studyMode: row.study_mode,
  active: row.status === 'ACTIVE',
});

/** @returns what schools teach now of some majors, of the newest version of the catalogue first */
export async function activeOfferings(tx: Transaction, majorCodes: readonly string[]): Promise<Offering[]> {
  if (majorCodes.length === 0) return [];
  const rows = await tx.query<OfferingRow>(
    `select * from known_offerings where major_code = any($1) and status = 'ACTIVE' order by catalogue_version desc, offering_id`,
    [majorCodes],
  );
  return rows.map(offeringOf);
}
