import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createCommandTables } from '#commands';
import { rowLevelSecurity } from '#database';
import { createMessagingTables } from '#messaging';
import { createReconciliationTables } from '#reconciliation';

export class CreateCases1732400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createMessagingTables(queryRunner);
    await createCommandTables(queryRunner);
    await createReconciliationTables(queryRunner);
    await queryRunner.query(TABLES);
    for (const table of ['cases', 'outcomes', 'case_certificates'])
      await queryRunner.query(rowLevelSecurity(table));
    await queryRunner.query(OUTCOMES_ARE_APPENDED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table outcomes, case_certificates, cases; drop function refuse_rewriting');
  }
}

const TABLES = `
  create table cases (
    registration_id uuid primary key,
    person_id uuid not null,
    name text not null,
    school_code text not null,
    school_name text not null,
    school_type text not null,
    major_code text not null,
    major_name text not null,
    level text not null,
    study_mode text not null,
    graduated_on date not null,
    approved_on date not null,
    state text not null check (state in ('OPEN', 'REPORTED', 'CANCELLED')),
    version integer not null,
    graduation_version integer not null,
    opened_at timestamptz not null,
    reported_at timestamptz,
    cancelled_at timestamptz,
    decision_no text
  );
  create index cases_by_approval on cases (approved_on, registration_id);
  create index cases_by_school on cases (school_code, registration_id);

  create table outcomes (
    outcome_id uuid primary key,
    registration_id uuid not null references cases,
    school_code text not null,
    category text not null,
    employer_uscc text,
    employer_name text,
    region_code text,
    started_on date not null,
    reported_by text not null,
    reported_at timestamptz not null
  );
  create index outcomes_by_case on outcomes (registration_id, started_on);

  -- Apart from cases: a certificate may be heard of before its graduation.
  create table case_certificates (
    certificate_no text primary key,
    registration_id uuid not null,
    school_code text not null,
    status text not null check (status in ('VALID', 'REVOKED')),
    version integer not null
  );
  create index case_certificates_by_case on case_certificates (registration_id);`;

const OUTCOMES_ARE_APPENDED = `
  create function refuse_rewriting() returns trigger language plpgsql as $$
  begin
    raise exception 'an outcome is never changed: report the next one' using errcode = 'restrict_violation';
  end $$;
  create trigger refuse_rewriting before update or delete on outcomes
    for each row execute function refuse_rewriting();`;
