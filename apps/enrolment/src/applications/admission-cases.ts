import type { Level, SchoolType, StudyMode } from '#contracts';
import type { Transaction } from '#database';
import type { AdmissionCase, OfferingStatus, SchoolStatus } from '../domain/admission.js';
import type { Qualification } from '../domain/qualification.js';
import { type PlanLineRow } from '../plans/plan-line-row.js';
import { type QualificationRow, qualificationOf } from '../qualifications/qualification-row.js';
import type { ApplicationRow } from './application-row.js';

interface PlaceFacts {
  offering_id: string;
  school_code: string;
  level: Level;
  mode: StudyMode;
  offering_status: OfferingStatus;
  school_status: SchoolStatus;
  school_type: SchoolType;
}

/** Puts together, in two statements, what decides on the admission of each application. */
export async function admissionCases(
  tx: Transaction,
  applications: ApplicationRow[],
): Promise<Map<string, AdmissionCase>> {
  const places = await lockPlaces(tx, applications);
  const qualifications = await qualificationsOf(tx, [...places.values()]);
  return new Map(
    applications.map((application) => {
      const place = places.get(application.offering_id)!;
      return [application.application_id, caseOf(application, place, qualifications)];
    }),
  );
}

const caseOf = (
  { state, scope }: ApplicationRow,
  place: PlaceFacts,
  qualifications: Map<string, Qualification[]>,
): AdmissionCase => ({
  state,
  scope,
  level: place.level,
  mode: place.mode,
  offeringStatus: place.offering_status,
  school: {
    status: place.school_status,
    schoolType: place.school_type,
    qualifications: qualifications.get(place.school_code) ?? [],
  },
});

/** Shared locks: a qualification that is suspended, or an offering that is stopped, waits for us, or we for it. */
async function lockPlaces(tx: Transaction, applications: ApplicationRow[]): Promise<Map<string, PlaceFacts>> {
  const rows = await tx.query<PlaceFacts>(
    `select offering_id, school_code, level, mode, o.status as offering_status, s.status as school_status,
       s.school_type
     from offerings o join schools s using (school_code)
     where offering_id = any($1) order by school_code, offering_id for share`,
    [[...new Set(applications.map((each) => each.offering_id))]],
  );
  return new Map(rows.map((row) => [row.offering_id, row]));
}

async function qualificationsOf(tx: Transaction, places: PlaceFacts[]) {
  const rows = await tx.query<QualificationRow>('select * from qualifications where school_code = any($1)', [
    [...new Set(places.map(({ school_code }) => school_code))],
  ]);
  const bySchool = Map.groupBy(rows, ({ school_code }) => school_code);
  return new Map([...bySchool].map(([schoolCode, each]) => [schoolCode, each.map(qualificationOf)]));
}

/** Locks the published plan lines that the applications would take seats of, in the order of their ids. */
export async function lockPublishedPlans(
  tx: Transaction,
  applications: ApplicationRow[],
): Promise<Map<string, PlanLineRow>> {
  const rows = await tx.query<PlanLineRow>(
    `select * from plan_lines where status = 'PUBLISHED' and (offering_id, year, season, scope) in
       (select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[]))
     order by plan_line_id for update`,
    [
      applications.map((each) => each.offering_id),
      applications.map((each) => each.year),
      applications.map((each) => each.season),
      applications.map((each) => each.scope),
    ],
  );
  return new Map(rows.map((row) => [planKey(row), row]));
}

export const planKey = (each: Pick<PlanLineRow, 'offering_id' | 'year' | 'season' | 'scope'>): string =>
  [each.offering_id, each.year, each.season, each.scope].join('/');
