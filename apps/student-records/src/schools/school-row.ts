import type { DataOf, SchoolState, StudentGraduated } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';

/** A school as a graduation states it: it is printed on the certificate. */
export type GraduationSchool = DataOf<typeof StudentGraduated>['school'];

/**
 * SQL of the school as it was on a day: its name by the list of former names, the rest by what was heard of it. What came before this
 * service heard of the school counts as it was at first; no row while it has not.
 * @param code SQL of its code. @param on SQL of the day, a date
 */
export const schoolOn = (code: string, on: string) => `
  with known as (select * from school_versions where school_code = ${code}),
   newest as (select * from known order by version desc limit 1)
  select known.school_code as code, known.uscc, known.school_type as "schoolType",
    known.authority_code as "authorityCode", coalesce((
      select former ->> 'name' from jsonb_array_elements(newest.former_names) former
      where former ->> 'until' >= ${on}::text order by former ->> 'until' limit 1), newest.name) as name
  from known cross join newest
  order by known.from_day <= ${on} desc, case when known.from_day <= ${on} then known.from_day end desc, known.from_day
  limit 1`;

/** @returns undefined while the service has not heard of the school; see {@link schoolOn} */
export async function findSchool(
  tx: Transaction,
  schoolCode: string,
  on: string,
): Promise<GraduationSchool | undefined> {
  const [row] = await tx.query<GraduationSchool>(schoolOn('$1', '$2::date'), [schoolCode, on]);
  return row;
}

/** Keeps what a school was from which day on, in one statement; of a day what was told last. */
export async function keepSchoolVersions(
  tx: Transaction,
  states: readonly Received<typeof SchoolState>[],
): Promise<void> {
  const rows = states.map(({ data, version }) => ({
    school_code: data.schoolCode,
    from_day: data.effectiveFrom ?? SINCE_EVER,
    version,
    uscc: data.uscc,
    name: data.name,
    school_type: data.schoolType,
    authority_code: data.authorityCode,
    former_names: data.formerNames ?? [],
  }));
  await tx.query(
    `insert into school_versions as known
     select distinct on (school_code, from_day) * from json_populate_recordset(null::school_versions, $1)
     order by school_code, from_day, version desc
     on conflict (school_code, from_day) do update set version = excluded.version, uscc = excluded.uscc,
       name = excluded.name, school_type = excluded.school_type, authority_code = excluded.authority_code,
       former_names = excluded.former_names
     where known.version < excluded.version`,
    [JSON.stringify(rows)],
  );
}

const SINCE_EVER = '0001-01-01';
