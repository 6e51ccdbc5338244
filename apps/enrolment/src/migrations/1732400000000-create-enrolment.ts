import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { createCommandTables } from '#commands';
import { createImportTables, IMPORT_TABLES } from '#importing';
import { createJobsTable } from '#jobs';
import { createMessagingTables } from '#messaging';
import { createDataKeysTable, createRevealsTable } from '#security';

export class CreateEnrolment1732400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createMessagingTables(queryRunner);
    await createDataKeysTable(queryRunner);
    await queryRunner.query(REGISTERS);
    await createRevealsTable(queryRunner);
    await createCommandTables(queryRunner);
    await createJobsTable(queryRunner);
    await createImportTables(queryRunner);
    await queryRunner.query(PLANS);
    await queryRunner.query(APPLICATIONS);
    await makeAggregate(queryRunner, 'schools', {
      id: 'school_code',
      idType: 'text',
      state: 'status',
      seenBy: 'public',
    });
    await makeAggregate(queryRunner, 'qualifications', {
      id: 'qualification_id',
      seenBy: 'public',
      fourEyes: { published_by: ['drafted_by'] },
    });
    await makeAggregate(queryRunner, 'offerings', { id: 'offering_id', state: 'status', seenBy: 'public' });
    await makeAggregate(queryRunner, 'plan_lines', {
      id: 'plan_line_id',
      state: 'status',
      fourEyes: { published_by: ['drafted_by'] },
    });
    await makeAggregate(queryRunner, 'applications', { id: 'application_id' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop table schools_history, qualifications_history, offerings_history,
      plan_lines_history, applications_history, live_admissions, applications, plan_lines, offerings, catalogue_majors,
      catalogue_versions, qualifications, schools, ${IMPORT_TABLES.join(', ')}, data_keys, reveals, audit_entries,
      audit_heads, audit_publication, idempotency_keys, outbox, inbox, aggregate_versions, dead_letters`);
  }
}

/** Public registers: every school may read them, so they carry no row-level security. */
const REGISTERS = `
  create table schools (
    school_code text primary key,
    uscc text not null unique,
    name text not null,
    school_type text not null,
    ownership text not null,
    authority_code text not null,
    region_code text not null,
    authority_tier text not null,
    in_higher_ed_sequence boolean not null,
    status text not null,
    -- Counts the changes of the school and of its qualifications: together they are one aggregate.
    version integer not null
  );

  create table qualifications (
    qualification_id uuid primary key,
    school_code text not null references schools,
    state text not null check (state in ('DRAFT', 'PUBLISHED', 'SUSPENDED', 'REVOKED', 'EXPIRED')),
    valid_from date not null,
    valid_to date not null check (valid_to >= valid_from),
    levels text[] not null,
    modes text[] not null,
    out_of_city_allowed boolean not null,
    reason text not null,
    publication_no text not null,
    suspension_reason text,
    version integer not null,
    drafted_by text not null,
    published_by text
  );
  create index qualifications_by_school on qualifications (school_code);

  create table catalogue_versions (
    catalogue_version text primary key,
    loaded_at timestamptz not null default now()
  );

  create table catalogue_majors (
    catalogue_version text not null references catalogue_versions,
    major_code text not null,
    name text not null,
    levels text[] not null,
    primary key (catalogue_version, major_code)
  );

  create table offerings (
    offering_id uuid primary key,
    school_code text not null references schools,
    catalogue_version text not null,
    major_code text not null,
    level text not null,
    mode text not null,
    status text not null check (status in ('ACTIVE', 'STOPPED', 'CLOSED')),
    version integer not null,
    unique (school_code, major_code, level, mode, catalogue_version),
    foreign key (catalogue_version, major_code) references catalogue_majors
  );`;

const PLANS = `
  create table plan_lines (
    plan_line_id uuid primary key,
    year integer not null,
    season text not null,
    offering_id uuid not null references offerings,
    school_code text not null references schools,
    scope text not null,
    planned integer not null,
    reserved integer not null default 0 check (reserved >= 0),
    used integer not null default 0 check (used >= 0),
    status text not null check (status in ('DRAFT', 'PUBLISHED', 'CLOSED')),
    drafted_by text not null,
    published_by text,
    version integer not null,
    unique (offering_id, year, season, scope),
    -- The last guard: whatever the code does, a plan line is not overrun.
    check (reserved + used <= planned)
  );
  create index plan_lines_by_school on plan_lines (school_code, plan_line_id);`;

const APPLICATIONS = `
  create table applications (
    application_id uuid primary key,
    school_code text not null references schools,
    offering_id uuid not null references offerings,
    year integer not null,
    season text not null,
    scope text not null,
    study_mode text not null,
    state text not null check (state in ('SUBMITTED', 'ADMITTED', 'CHECKED_IN', 'REGISTERED', 'RETURNED', 'ERASED')),
    name text not null,
    name_pinyin text not null,
    name_initials text not null,
    id_type text not null,
    id_number_sealed text,
    id_number_index text,
    sex text,
    birth_date date,
    phone_sealed text,
    ethnicity text,
    hukou_region text,
    guardian_sealed text,
    source_type text not null,
    tags text[] not null,
    channel text not null,
    prior_school text,
    prior_education text not null,
    start_on date not null,
    duration_months integer not null,
    programme_type text not null,
    employer_uscc text,
    employer_name text,
    import_id uuid references import_jobs,
    import_row integer,
    submitted_by text not null,
    submitted_at timestamptz not null,
    plan_line_id uuid references plan_lines,
    admitted_by text,
    admitted_at timestamptz,
    checked_in_by text,
    checked_in_on date,
    registration_id uuid,
    student_no text,
    return_reason text,
    version integer not null,
    -- Since then its data key is destroyed.
    erased_at timestamptz,
    check (state in ('SUBMITTED', 'ERASED') or plan_line_id is not null),
    check (erased_at is not null or num_nulls(id_number_sealed, id_number_index, sex, birth_date) = 0)
  );
  create unique index applications_one_live on applications (id_number_index, offering_id, year, season)
    where state <> 'RETURNED';
  create index applications_by_school on applications (school_code, application_id);
  create index applications_by_state on applications (state, application_id);
  create index applications_by_offering on applications (offering_id, application_id);
  create index applications_by_name on applications (name text_pattern_ops);
  create index applications_by_pinyin on applications (name_pinyin text_pattern_ops);
  create index applications_by_initials on applications (name_initials text_pattern_ops);
  create index applications_by_import on applications (import_id, application_id);

  -- One live admission per person in the whole city, both study modes together [D]. It names nobody and is not
  -- under row-level security: a school must run into the admission of another school without seeing it.
  create table live_admissions (
    person_index text primary key,
    application_id uuid not null unique,
    school_code text not null
  );`;
