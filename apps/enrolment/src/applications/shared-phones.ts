import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { phoneIndex } from './applications.js';

/** Where and when somebody applies under a phone. */
export interface Reachable {
  readonly schoolCode: string;
  readonly year: number;
  readonly phone?: string | undefined;
}

/**
 * Who, with those who have applied to the same school in the same year, shares a phone with more than usually do. One
 * statement, which counts no further than it must.
 */
export async function sharingPhones(
  tx: Transaction,
  sealer: Sealer,
  applicants: readonly Reachable[],
  atMost: number,
): Promise<(applicant: Reachable) => boolean> {
  const keyOf = ({ schoolCode, year, phone }: Reachable) => [phoneIndex(sealer, phone), schoolCode, year].join(); // prettier-ignore
  const groups = Map.groupBy(applicants.filter(({ phone }) => phone), keyOf); // prettier-ignore
  const first = [...groups.values()].map(([each]) => each!);
  const found = await tx.query<{ key: string; applied: number }>(
    `select concat_ws(',', phone, school, of_year) as key, applied
     from unnest($1::text[], $2::text[], $3::int[]) as asked (phone, school, of_year)
     cross join lateral (select count(*)::int as applied from (
       select from applications where phone_index = phone and school_code = school and year = of_year limit $4) others)
       as counted`,
    [
      first.map(({ phone }) => phoneIndex(sealer, phone)),
      first.map(({ schoolCode }) => schoolCode),
      first.map(({ year }) => year),
      atMost + 1,
    ],
  );
  const applied = new Map(found.map((each) => [each.key, each.applied]));
  return (each) => {
    const key = keyOf(each);
    return (applied.get(key) ?? 0) + (groups.get(key)?.length ?? 0) > atMost;
  };
}
