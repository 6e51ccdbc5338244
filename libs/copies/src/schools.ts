import type { QueryRunner } from 'typeorm';
import type { DataOf, SchoolState, SchoolType } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';

type State = DataOf<typeof SchoolState>;

/** A row of `schools`, as enrolment last published it. */
export interface SchoolRow {
  school_code: string;
  uscc: string;
  name: string;
  school_type: SchoolType;
  /** 主管部门: whose officers see the school's records; not a region. */
  authority_code: string;
  authority_tier: State['authorityTier'];
  status: State['status'];
  version: string;
}

/**
 * The table `schools`, for the first migration of a service that reads `enrolment.schools.v1`. It is a public register,
 * so it is not under row-level security; the policies of the other tables read it.
 */
export async function createSchoolsTable(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table schools (
      school_code text primary key,
      uscc text not null,
      name text not null,
      school_type text not null,
      authority_code text not null,
      authority_tier text not null,
      status text not null,
      version bigint not null
    )`);
}

/** Keeps the newest state of each school, in one statement; one that is older than what is known changes nothing. */
export async function keepSchools(
  tx: Transaction,
  states: readonly Received<typeof SchoolState>[],
): Promise<void> {
  const newest = new Map(states.map((state) => [state.subject, rowOf(state)]));
  await tx.query(
    `insert into schools as known
       (school_code, uscc, name, school_type, authority_code, authority_tier, status, version)
     select school_code, uscc, name, school_type, authority_code, authority_tier, status, version
     from json_populate_recordset(null::schools, $1) order by school_code
     on conflict (school_code) do update set uscc = excluded.uscc, name = excluded.name,
       school_type = excluded.school_type, authority_code = excluded.authority_code,
       authority_tier = excluded.authority_tier, status = excluded.status, version = excluded.version
     where known.version < excluded.version`,
    [JSON.stringify([...newest.values()])],
  );
}

function rowOf({ data, version }: Received<typeof SchoolState>): SchoolRow {
  return {
    school_code: data.schoolCode,
    uscc: data.uscc,
    name: data.name,
    school_type: data.schoolType,
    authority_code: data.authorityCode,
    authority_tier: data.authorityTier,
    status: data.status,
    version: String(version),
  };
}
