import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { createCommandTables } from '#commands';
import { appendOnly, rowLevelSecurity } from '#database';
import { createJobsTable } from '#jobs';
import { createMessagingTables } from '#messaging';
import { createCertificateCopies, createSchoolsTable } from '#copies';

export class CreateCases1732400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createMessagingTables(queryRunner);
    await createSchoolsTable(queryRunner);
    await createCommandTables(queryRunner);
    await createJobsTable(queryRunner);
    await queryRunner.query(TABLES);
    await createCertificateCopies(queryRunner);
    await queryRunner.query(rowLevelSecurity('outcomes') + appendOnly('outcomes'));
    await makeAggregate(queryRunner, 'cases', { id: 'registration_id' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table outcomes, registration_certificates, cases, cases_history, erased_persons, schools; drop function refuse_to_rewrite',
    );
  }
}

const TABLES = `
  create table cases (
    registration_id uuid primary key,
    person_id uuid not null,
    name text not null,
    -- what the name is found by in letters; null once it was erased
    name_pinyin text,
    name_initials text,
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
    decision_no text,
    -- Since then the name is a mark.
    erased_at timestamptz
  );

  -- Apart from cases: an erasure may be heard of before the graduation that it comes after.
  create table erased_persons (
    person_id uuid primary key,
    erased_at timestamptz not null
  );
  create index cases_by_person on cases (person_id);
  create index cases_by_approval on cases (approved_on, registration_id);
  create index cases_by_state on cases (state, registration_id);
  create index cases_by_graduation on cases (graduated_on, registration_id);
  create index cases_by_name on cases (name text_pattern_ops);
  create index cases_by_pinyin on cases (name_pinyin text_pattern_ops);
  create index cases_by_initials on cases (name_initials text_pattern_ops);
  create index cases_by_school on cases (school_code, registration_id);

  -- Never changed: what is known later is reported beside it.
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
    reported_at timestamptz not null,
    -- of the case, which it led to
    version integer not null,
    unique (registration_id, version)
  );
  create index outcomes_by_case on outcomes (registration_id, started_on);`;
