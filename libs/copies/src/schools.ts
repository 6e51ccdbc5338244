import type { QueryRunner } from 'typeorm';
import type { DataOf, SchoolState, SchoolType } from '#contracts';
import { readByRegion, type Transaction } from '#database';
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
  /** 所在地; null until it was told, where the school was known before this was kept */
  region_code: string | null;
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

/**
 * Lets districts read what lies in their region, for a migration: of every table that they see by the authority of its schools,
 * and that does not have it yet. Schools that are known already have no region until enrolment republishes them.
 */
export async function letRegionsRead(runner: QueryRunner): Promise<void> {
  await runner.query('alter table schools add column if not exists region_code text');
  const tables: { name: string; columns: string[] }[] = await runner.query(`
    select tablename as name, array(
      select column_of[1] from regexp_matches(qual, '(\\w+) IN \\( SELECT schools\\.school_code', 'g') column_of) as columns
    from pg_policies seen where schemaname = 'public' and policyname = 'by_school' and qual like '%authority_code%'
      and not exists (select from pg_policies other where other.tablename = seen.tablename and other.policyname = 'by_region')
    order by tablename`);
  for (const { name, columns } of tables) await runner.query(readByRegion(name, columns));
}

/** Takes back what {@link letRegionsRead} did. */
export async function letNoRegionsRead(runner: QueryRunner): Promise<void> {
  const tables: { name: string }[] = await runner.query(
    `select tablename as name from pg_policies where schemaname = 'public' and policyname = 'by_region'`,
  );
  for (const { name } of tables) await runner.query(`drop policy by_region on ${name}`);
  await runner.query('alter table schools drop column region_code');
}

/**
 * Keeps the newest state of each school, in one statement; one that is older than what is known changes nothing. The same one
 * again brings what was not kept when it came first.
 */
export async function keepSchools(
  tx: Transaction,
  states: readonly Received<typeof SchoolState>[],
): Promise<void> {
  const newest = new Map(states.map((state) => [state.subject, rowOf(state)]));
  await tx.query(
    `insert into schools as known
       (school_code, uscc, name, school_type, authority_code, authority_tier, region_code, status, version)
     select school_code, uscc, name, school_type, authority_code, authority_tier, region_code, status, version
     from json_populate_recordset(null::schools, $1) order by school_code
     on conflict (school_code) do update set uscc = excluded.uscc, name = excluded.name,
       school_type = excluded.school_type, authority_code = excluded.authority_code,
       authority_tier = excluded.authority_tier, region_code = excluded.region_code, status = excluded.status, version = excluded.version
     where known.version < excluded.version
       or known.version = excluded.version and known.region_code is distinct from excluded.region_code`,
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
    region_code: data.regionCode,
    status: data.status,
    version: String(version),
  };
}
