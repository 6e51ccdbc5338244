import type { Level, SchoolType, StudyMode } from '#contracts';
import type { Transaction } from '#database';
import type { Offering } from '../domain/offering.js';
import type { School } from '../domain/school.js';
import { qualificationsOf } from '../qualifications/qualifications.js';

interface PlaceRow {
  offering_id: string;
  school_code: string;
  level: Level;
  mode: StudyMode;
  offering_status: Offering['status'];
  school_status: School['status'];
  school_type: SchoolType;
  authority_tier: School['authorityTier'];
  level_exemptions: School['levelExemptions'];
}

/**
 * What the offering and the school of places say, in two statements. Shared locks: a qualification that is
 * suspended, or an offering that is stopped, waits for us, or we for it.
 */
export async function lockPlaces(tx: Transaction, wanted: readonly Pick<Offering, 'offeringId'>[]) {
  const rows = await tx.query<PlaceRow>(
    `select offering_id, school_code, level, mode, o.status as offering_status, s.status as school_status,
       s.school_type, s.authority_tier, s.level_exemptions
     from offerings o join schools s using (school_code)
     where offering_id = any($1) order by school_code, offering_id for share`,
    [[...new Set(wanted.map(({ offeringId }) => offeringId))]],
  );
  const ofSchool = await qualificationsOf(tx, [...new Set(rows.map((row) => row.school_code))]);
  const places = new Map(
    rows.map((row) => {
      const { school_code: schoolCode, level, mode } = row;
      const offering = { schoolCode, status: row.offering_status, level, mode };
      const qualifications = ofSchool({ schoolCode });
      const school = {
        status: row.school_status,
        schoolType: row.school_type,
        authorityTier: row.authority_tier,
        levelExemptions: row.level_exemptions,
        qualifications,
      };
      return [row.offering_id, { offering, school }];
    }),
  );
  return ({ offeringId }: Pick<Offering, 'offeringId'>) => places.get(offeringId)!;
}
