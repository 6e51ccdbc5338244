import { UserFacingError } from '../user-facing-error.mjs';
import type { Offering, Plan, inventCity } from '../sample/city.ts';
import type { Api, Caller, Refused, School } from './api.ts';
import { bySchool, chunksOf } from './groups.ts';
import type { Progress } from './until.ts';

/** As city.json of the sample has it. */
export type City = ReturnType<typeof inventCity> & { catalogueVersion: string; plans: Plan[] };

type PlanLine = Plan & { offeringId?: string };

export interface CityCounts {
  schools: number;
  majors: number;
  offerings: number;
  planLines: number;
}

/** Loads a city; what is there from an earlier start stays as it is. */
export async function loadCity(
  api: Api,
  city: City,
  { progress }: { progress: Progress },
): Promise<CityCounts> {
  const officer = api('enrolment', 'city-officer');
  const known = new Set((await officer.all<School>('/schools')).map(({ schoolCode }) => schoolCode));
  await registerSchools(officer, api('enrolment', 'city-officer', undefined, 'publisher'), city, known);
  for (const body of city.partners)
    await officer.send('POST', '/recruiting-partners', { body, allowed: [409] });
  await officer.send('POST', '/catalogue/versions', {
    body: { catalogueVersion: city.catalogueVersion, majors: city.majors },
    allowed: [409],
  });
  const offeringIds = await openOfferings(officer, city.offerings);
  await publishPlans(api, officer, city.plans, offeringIds);
  const counts = {
    schools: city.schools.length,
    majors: city.majors.length,
    offerings: city.offerings.length,
  };
  const before = known.size > 0 ? ` (${known.size} schools were there already)` : '';
  progress(
    `sample city: ${counts.schools} schools, ${counts.majors} majors, ${counts.offerings} offerings, ` +
      `${city.plans.length} plan lines published${before}`,
  );
  return { ...counts, planLines: city.plans.length };
}

/** Two officers: nobody publishes the qualification that they drafted. */
async function registerSchools(
  officer: Caller,
  publisher: Caller,
  { schools, qualifications }: City,
  known: Set<string>,
) {
  for (const school of schools) if (!known.has(school.schoolCode)) await officer.post('/schools', school);
  const listed = await officer.all<School>('/public/qualifications');
  const published = new Set(listed.map(({ schoolCode }) => schoolCode));
  for (const qualification of qualifications) {
    if (published.has(qualification.schoolCode)) continue;
    const { qualificationId } = await officer.post('/qualifications', qualification);
    await publisher.post(`/qualifications/${qualificationId}/publish`);
  }
}

const keyOf = ({ schoolCode, majorCode, level, mode }: Offering) =>
  [schoolCode, majorCode, level, mode].join('/');
const lineKeyOf = ({ offeringId, year, season, scope }: PlanLine) =>
  [offeringId, year, season, scope].join('/');

async function openOfferings(officer: Caller, offerings: Offering[]) {
  const ids = new Map<string, string>();
  for (const some of chunksOf(offerings)) {
    const { offeringIds, refused } = await officer.post('/offerings/batch', { offerings: some });
    expectNone('offerings', refused);
    some.forEach((offering, at) => ids.set(keyOf(offering), offeringIds[at]));
  }
  return ids;
}

/** Each school drafts its lines, the city publishes them. */
async function publishPlans(api: Api, officer: Caller, plans: Plan[], offeringIds: Map<string, string>) {
  const usage = await officer.all('/plans/usage');
  const there = new Set(usage.filter(({ status }) => status === 'PUBLISHED').map(lineKeyOf));
  const wanted = plans
    .map((plan) => ({ ...plan, offeringId: offeringIds.get(keyOf(plan)) }))
    .filter((plan) => !there.has(lineKeyOf(plan)));
  const drafted: string[] = [];
  await bySchool(wanted, async (school, lines) => {
    const body = {
      lines: lines.map(({ year, season, offeringId, scope, planned }) => ({
        year,
        season,
        offeringId,
        scope,
        planned,
      })),
    };
    const { planLineIds, refused } = await api('enrolment', 'school-admissions', school).post(
      '/plans/batch',
      body,
    );
    expectNone('plan lines', refused);
    drafted.push(...planLineIds);
  });
  for (const planLineIds of chunksOf(drafted))
    expectNone('plan lines', (await officer.post('/plans/publish', { planLineIds })).refused);
}

function expectNone(what: string, refused: Refused[]) {
  if (refused[0])
    throw new UserFacingError(
      `${refused.length} ${what} of the sample city were refused: ${refused[0].title} (${refused[0].code}).`,
    );
}
