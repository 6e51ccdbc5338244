import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { createCommandTables } from '#commands';
import { rowLevelSecurity } from '#database';
import { createImportTables, IMPORT_TABLES } from '#importing';
import { createJobsTable } from '#jobs';
import { createMessagingTables } from '#messaging';
import { createCertificateCopies, createSchoolsTable } from '#copies';
import { createDataKeysTable, createRevealsTable } from '#security';

export class CreateStudentRecords1732400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createMessagingTables(queryRunner);
    await createSchoolsTable(queryRunner);
    await createDataKeysTable(queryRunner);
    await createRevealsTable(queryRunner);
    await createCommandTables(queryRunner);
    await createImportTables(queryRunner);
    await createJobsTable(queryRunner);
    await queryRunner.query(STUDENTS);
    await queryRunner.query(STATUS_CHANGES);
    await queryRunner.query(GRADUATION);
    await createCertificateCopies(queryRunner);
    await queryRunner.query(DIGESTS);
    await makeAggregate(queryRunner, 'registrations', {
      id: 'registration_id',
      fourEyes: { approved_by: ['submitted_by'], rejected_by: ['submitted_by'] },
    });
    await makeAggregate(queryRunner, 'status_changes', {
      id: 'change_id',
      fourEyes: { approved_by: ['requested_by'], rejected_by: ['requested_by'] },
    });
    await makeAggregate(queryRunner, 'graduation_batches', {
      id: 'batch_id',
      fourEyes: { approved_by: ['created_by', 'changed_by', 'submitted_by'] },
    });
    await makeAggregate(queryRunner, 'erasures', { id: 'person_id', state: null, seenBy: 'city' });
    await queryRunner.query(rowLevelSecurity('graduation_items') + rowLevelSecurity('digests'));
    for (const table of ['persons', 'erasures', 'erasures_history'])
      await queryRunner.query(byRegistration(table));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table status_changes, status_changes_history, registrations_history, graduation_batches_history, erasures_history, daily_comparison, digests, digest_runs, graduation_items, graduation_batches, registration_certificates, schools,
        student_no_counters, registrations, ${IMPORT_TABLES.join(', ')}, erasures, persons, data_keys, reveals;
      drop function refuse_rekeying`);
  }
}

const STUDENTS = `
  -- id_number, phone and guardian are sealed, bound to table, column and person_id, by two data keys of the person:
  -- one of the identity, one of the contact. id_number_index finds. What is null of an identity was erased.
  create table persons (
    person_id uuid primary key,
    id_number_index text unique,
    name text not null,
    -- what a name is found by in letters; null once it was erased
    name_pinyin text,
    name_initials text,
    id_type text not null,
    id_number text,
    sex text,
    birth_date date,
    phone text,
    ethnicity text,
    hukou_region text,
    guardian text,
    verification text not null default 'FORMAT' check (verification in ('FORMAT', 'POLICE_MATCHED', 'MISMATCH')),
    created_at timestamptz not null default now(),
    check (num_nulls(id_number_index, id_number, sex, birth_date) in (0, 4))
  );

  create index persons_by_name on persons (name text_pattern_ops);
  create index persons_by_pinyin on persons (name_pinyin text_pattern_ops);
  create index persons_by_initials on persons (name_initials text_pattern_ops);

  -- What was erased of whom last; version counts the erasures of a person.
  create table erasures (
    person_id uuid primary key references persons,
    extent text not null check (extent in ('WHOLE', 'CONTACT')),
    application_ids uuid[] not null,
    erased_at timestamptz not null,
    version integer not null
  );

  create table registrations (
    registration_id uuid primary key,
    person_id uuid not null references persons,
    application_id uuid not null unique,
    school_code text not null,
    state text not null check (state in ('SUBMITTED', 'REJECTED', 'ACTIVE', 'ON_LEAVE', 'RETAINED',
      'TRANSFER_PENDING', 'GRADUATION_REVIEW', 'GRADUATED', 'GRADUATION_REVOKED')),
    version integer not null,
    offering_id uuid not null,
    plan_line_id uuid not null,
    year integer not null,
    season text not null,
    source_type text not null,
    tags text[] not null,
    channel text not null,
    scope text not null,
    study_mode text not null,
    level text not null,
    programme_type text not null,
    prior_education text not null,
    major_catalogue_version text not null,
    major_code text not null,
    major_name text not null,
    employer_uscc text,
    employer_name text,
    start_on date not null,
    duration_months integer not null check (duration_months > 0),
    checked_in_on date not null,
    submitted_by text not null,
    submitted_at timestamptz not null default now(),
    identity_mismatch boolean not null,
    student_no text unique,
    approved_by text,
    approved_at timestamptz,
    rejected_by text,
    rejected_at timestamptz,
    rejection_reason text,
    leaves_taken integer,
    state_since date,
    state_recorded_at timestamptz,
    return_expected_on date,
    return_overdue_noted_on date,
    graduated_on date,
    graduation_batch_id uuid,
    decision_no text,
    revocation_reason text,
    revoked_by text,
    revoked_at timestamptz
  );
  create unique index one_live_registration_per_person on registrations (person_id)
    where state in ('ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING', 'GRADUATION_REVIEW');
  create index registrations_by_person on registrations (person_id);
  create index registrations_by_school on registrations (school_code, registration_id);
  create index registrations_by_graduation_batch on registrations (graduation_batch_id);
  create index registrations_by_state on registrations (state, registration_id);
  create index registrations_by_graduation on registrations (graduated_on) where graduated_on is not null;
  create index registrations_overdue on registrations (return_overdue_noted_on)
    where return_overdue_noted_on is not null;

  -- A personId is never rekeyed: a merged one is an alias of the other (decision 24).
  create function refuse_rekeying() returns trigger language plpgsql as $$
  begin
    raise exception 'a registration stays with the person that it was made for' using errcode = 'restrict_violation';
  end $$;
  create trigger refuse_rekeying before update of person_id on registrations
    for each row when (old.person_id is distinct from new.person_id) execute function refuse_rekeying();

  create table student_no_counters (
    prefix text primary key,
    last integer not null
  );`;

const STATUS_CHANGES = `
  create table status_changes (
    change_id uuid primary key,
    registration_id uuid not null references registrations,
    school_code text not null,
    state text not null check (state in ('SUBMITTED', 'REJECTED', 'CANCELLED', 'APPROVED', 'APPLIED', 'LAPSED')),
    version integer not null,
    type text not null,
    reason_code text not null,
    effective_on date not null,
    return_expected_on date,
    evidence text not null,
    requested_by text not null,
    requested_at timestamptz not null,
    rejected_by text,
    rejected_at timestamptz,
    rejection_reason text,
    cancelled_by text,
    cancelled_at timestamptz,
    approved_by text,
    approved_at timestamptz,
    applied_at timestamptz,
    lapsed_because text
  );
  create unique index one_open_change_per_registration on status_changes (registration_id)
    where state in ('SUBMITTED', 'APPROVED');
  create index status_changes_by_school on status_changes (school_code, change_id);
  create index status_changes_by_state on status_changes (state, change_id);
  create index status_changes_by_registration on status_changes (registration_id, change_id);
  create index status_changes_due on status_changes (effective_on) where state = 'APPROVED';`;

const GRADUATION = `
  create table graduation_batches (
    batch_id uuid primary key,
    school_code text not null,
    name text not null,
    graduated_on date not null,
    state text not null check (state in ('DRAFT', 'SUBMITTED', 'APPROVED')),
    version integer not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    -- who last changed which students stand in it
    changed_by text not null,
    -- everybody who made it, changed it or submitted it
    contributors text[] not null check (approved_by is null or approved_by <> all (contributors)),
    submitted_by text,
    submitted_at timestamptz,
    approved_by text,
    approved_at timestamptz,
    -- As certificates state it, since a school may be renamed.
    school jsonb
  );
  create index graduation_batches_by_approval on graduation_batches (approved_at);
  create index graduation_batches_by_state on graduation_batches (state, batch_id);
  create index graduation_batches_by_school on graduation_batches (school_code, batch_id);

  -- open: it stands in a batch that is neither approved nor has left it out.
  create table graduation_items (
    batch_id uuid not null references graduation_batches,
    registration_id uuid not null references registrations,
    school_code text not null,
    position integer not null,
    conduct_passed boolean not null,
    courses_passed boolean not null,
    open boolean not null default true,
    excluded_reason text,
    excluded_by text,
    excluded_at timestamptz,
    primary key (batch_id, registration_id)
  );
  create unique index one_open_batch_per_registration on graduation_items (registration_id) where open;`;

const DIGESTS = `
  -- What the other services told of a school and day; those count whose run is complete.
  create table digests (
    service text not null,
    as_of timestamptz not null,
    school_code text not null,
    day date not null,
    part integer not null,
    live integer not null,
    revoked integer not null,
    hash text not null,
    items jsonb not null,
    primary key (service, as_of, school_code, day, part)
  );
  create index digests_by_day on digests (day);

  create table digest_runs (
    service text not null,
    as_of timestamptz not null,
    from_day date not null,
    to_day date not null,
    dead_letters_open integer not null,
    dead_letters jsonb not null,
    primary key (service, as_of)
  );

  -- What the comparison of the day found last, by what a graduation becomes; one row.
  create table daily_comparison (
    compared_at timestamptz not null,
    discrepancies jsonb
  );
  insert into daily_comparison values (now());`;

/** A school sees a person through a registration of its own: the sub-select is under the policy of registrations. */
const byRegistration = (table: string) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy by_registration on ${table}
    using ((select current_setting('jiangtu.scope', true)) = 'all'
      or exists (select from registrations where registrations.person_id = ${table}.person_id));`;
