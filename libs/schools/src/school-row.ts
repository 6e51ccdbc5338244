import type { QueryRunner } from 'typeorm';
import type { DataOf, SchoolState, SchoolType } from '#contracts';

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
