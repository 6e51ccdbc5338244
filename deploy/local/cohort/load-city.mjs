import { readFileSync } from 'node:fs';
import { Sentence } from '../sentence.mjs';
import { root } from '../paths.mjs';
import { bySchool, chunksOf } from './groups.mjs';

/** Loads the sample city; what is there from an earlier start stays as it is. */
export async function loadCity(api, { progress }) {
  const city = JSON.parse(readFileSync(`${root}deploy/local/sample/city.json`, 'utf8'));
  const officer = api('enrolment', 'city-officer');
  const known = new Map((await officer.all('/schools')).map((school) => [school.schoolCode, school]));
  await registerSchools(officer, api('enrolment', 'city-officer', undefined, 'publisher'), city, known);
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
async function registerSchools(officer, publisher, { schools, qualifications }, known) {
  for (const school of schools) if (!known.has(school.schoolCode)) await officer.post('/schools', school);
  const published = new Set(
    (await officer.all('/public/qualifications')).map(({ schoolCode }) => schoolCode),
  );
  for (const qualification of qualifications) {
    if (published.has(qualification.schoolCode)) continue;
    const { qualificationId } = await officer.post('/qualifications', qualification);
    await publisher.post(`/qualifications/${qualificationId}/publish`);
  }
}

const keyOf = ({ schoolCode, majorCode, level, mode }) => [schoolCode, majorCode, level, mode].join('/');
const lineKeyOf = ({ offeringId, year, season, scope }) => [offeringId, year, season, scope].join('/');

async function openOfferings(officer, offerings) {
  const ids = new Map();
  for (const some of chunksOf(offerings)) {
    const { offeringIds, refused } = await officer.post('/offerings/batch', { offerings: some });
    expectNone('offerings', refused);
    some.forEach((offering, at) => ids.set(keyOf(offering), offeringIds[at]));
  }
  return ids;
}

/** Each school drafts its lines, the city publishes them. */
async function publishPlans(api, officer, plans, offeringIds) {
  const usage = await officer.all('/plans/usage');
  const there = new Set(usage.filter(({ status }) => status === 'PUBLISHED').map(lineKeyOf));
  const wanted = plans
    .map((plan) => ({ ...plan, offeringId: offeringIds.get(keyOf(plan)) }))
    .filter((plan) => !there.has(lineKeyOf(plan)));
  const drafted = [];
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

function expectNone(what, refused) {
  if (refused.length > 0)
    throw new Sentence(
      `${refused.length} ${what} of the sample city were refused: ${refused[0].title} (${refused[0].code}).`,
    );
}
