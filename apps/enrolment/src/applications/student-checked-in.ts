import { StudentCheckedIn } from '#contracts';
import type { Transaction } from '#database';
import { eventOf } from '#messaging';
import type { Sealer } from '#security';
import { OFFERINGS, type OfferingRow } from '../offerings/offering-row.js';
import { admissionData } from './admission-data.js';
import { type ApplicationRow, personOf } from './application-row.js';

/** 报到, as student records needs it for a registration. */
export function studentCheckedIn(row: ApplicationRow, offering: OfferingRow, sealer: Sealer) {
  const { catalogue_version: catalogueVersion, major_code: majorCode, major_name: name } = offering;
  const data = {
    ...admissionData(row),
    person: personOf(row, sealer),
    tags: row.tags,
    year: row.year,
    season: row.season,
    studyMode: row.study_mode,
    level: offering.level,
    major: { catalogueVersion, majorCode, name },
    programmeType: row.programme_type,
    priorEducation: row.prior_education,
    startOn: row.start_on,
    durationMonths: row.duration_months,
    employer: row.employer_uscc ? { uscc: row.employer_uscc, name: row.employer_name! } : undefined,
    checkedInOn: row.checked_in_on!,
    checkedInBy: row.checked_in_by!,
  };
  return eventOf(StudentCheckedIn, { data, version: row.version });
}

/** The offerings that these applications are for, by their ids. */
export async function offeringsOf(
  tx: Transaction,
  rows: ApplicationRow[],
): Promise<Map<string, OfferingRow>> {
  const offerings = await tx.query<OfferingRow>(`select * from ${OFFERINGS} where offering_id = any($1)`, [
    [...new Set(rows.map((row) => row.offering_id))],
  ]);
  return new Map(offerings.map((offering) => [offering.offering_id, offering]));
}
