import { SEATS_SHORT } from './applicants.ts';
import type { Offering, Plan } from './city.ts';
import type { Applicant } from './csv.ts';
import type { Random } from './random.ts';

/** A plan line for every offering, and for each that people from other provinces want one more; one is short of seats. */
export function inventPlans(random: Random, offerings: Offering[], applicants: Applicant[]): Plan[] {
  const inCity = offerings.map((offering) => lineOf(offering, 'IN_CITY', random.between(40, 60)));
  const [mostWanted] = wanted(applicants, '市内').sort((one, other) => other.count - one.count);
  inCity.find((line) => same(line, mostWanted!))!.planned = mostWanted!.count - SEATS_SHORT;
  const outOfCity = wanted(applicants, '市外').map((from) => {
    const offering = offerings.find((each) => same(each, from))!;
    return lineOf(offering, 'OUT_OF_CITY', 20);
  });
  return [...inCity, ...outOfCity];
}

interface Place {
  schoolCode?: string;
  majorCode?: string;
}

const same = (one: Place, other: Place) => one.schoolCode === other.schoolCode && one.majorCode === other.majorCode;

const lineOf = (offering: Offering, scope: string, planned: number): Plan => ({ year: 2023, season: 'AUTUMN', ...offering, scope, planned });

function wanted(applicants: Applicant[], scope: string) {
  const groups = Map.groupBy(
    applicants.filter((row) => row.scope === scope),
    (row) => `${row.schoolCode} ${row.majorCode}`,
  );
  return [...groups.values()].map((rows) => ({ ...rows[0], count: rows.length }));
}
