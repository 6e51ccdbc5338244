import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/**
 * 身份信息变更 after the approval: corrections, and persons that were merged or split. A registration keeps the person that it was
 * made for, the key of its facts; `holder_id` says whose it is where that is somebody else by now (decisions 24, 34).
 */
export class ChangeIdentitiesAfterApproval1798200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(REGISTRATIONS + PERSONS);
    await queryRunner.query(CHANGES);
    await makeAggregate(queryRunner, 'identity_changes', {
      id: 'change_id',
      fourEyes: { approved_by: ['requested_by'], rejected_by: ['requested_by'] },
    });
    // A merge and a split are of persons, and of no one school: only the city sees them.
    await queryRunner.query('alter table identity_changes_history alter column school_code drop not null');
    for (const table of ['persons', 'erasures', 'erasures_history'])
      await queryRunner.query(`drop policy by_registration on ${table}; ${byHolder(table, HOLDER)}`);
    for (const table of ['person_names', 'person_documents'])
      await queryRunner.query(`${forced(table)} ${byHolder(table, HOLDER)}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['persons', 'erasures', 'erasures_history'])
      await queryRunner.query(`drop policy by_registration on ${table}; ${byHolder(table, 'registrations.person_id')}`); // prettier-ignore
    await queryRunner.query(`
      drop table identity_changes, identity_changes_history, person_names, person_documents, person_aliases;
      drop index one_live_registration_per_person, registrations_by_holder;
      create unique index one_live_registration_per_person on registrations (person_id) where ${LIVE};
      alter table registrations drop column holder_id, drop column identity_change_id, drop column stated_person_sealed`);
  }
}

const HOLDER = 'coalesce(registrations.holder_id, registrations.person_id)';
const LIVE = `state in ('ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING', 'GRADUATION_REVIEW')`;

const REGISTRATIONS = `
  alter table registrations
    add column holder_id uuid references persons,
    add column identity_change_id uuid,
    -- what the check-in of a registration in dispute stated, by the key of its former persons
    add column stated_person_sealed text;
  create index registrations_by_holder on registrations (coalesce(holder_id, person_id));
  drop index one_live_registration_per_person;
  create unique index one_live_registration_per_person on registrations (coalesce(holder_id, person_id)) where ${LIVE};`;

const PERSONS = `
  -- 曾用名: what a person was called before a change, with the sex and birth date that stood beside it. The name they bear stands in
  -- persons. valid_from is null where it is not known.
  create table person_names (
    person_id uuid not null references persons,
    change_id uuid not null,
    name text not null,
    name_pinyin text,
    name_initials text,
    sex text not null,
    birth_date date not null,
    valid_from date,
    valid_to date not null,
    primary key (person_id, change_id)
  );
  create index person_names_by_name on person_names (name text_pattern_ops);
  create index person_names_by_pinyin on person_names (name_pinyin text_pattern_ops);
  create index person_names_by_initials on person_names (name_initials text_pattern_ops);

  -- 证件: of the person now (held_until is null), and those that they had. id_number is sealed by the key of the person's identity,
  -- bound to table, column and document_id. valid_from and valid_to are what is printed on the document.
  create table person_documents (
    document_id uuid primary key,
    person_id uuid not null references persons,
    id_type text not null,
    issuing_state text,
    id_number text not null,
    id_number_index text not null,
    valid_from date,
    valid_to date,
    held_until date,
    -- the change that took it from the person, or brought it to them by a merge
    change_id uuid,
    check ((held_until is null) = (change_id is null))
  );
  create unique index one_current_document_per_person on person_documents (person_id) where held_until is null;
  create index person_documents_by_person on person_documents (person_id);
  create index person_documents_by_number on person_documents (id_number_index);

  -- Whom a merged person is the alias of.
  create table person_aliases (
    person_id uuid primary key references persons,
    alias_of uuid not null references persons,
    check (person_id <> alias_of)
  );
  create index person_aliases_by_survivor on person_aliases (alias_of);`;

const CHANGES = `
  -- identities_sealed: old and new, by a data key of the change.
  create table identity_changes (
    change_id uuid primary key,
    kind text not null check (kind in ('CORRECTION', 'MERGE', 'SPLIT', 'UNDO')),
    person_id uuid not null references persons,
    other_id uuid,
    registration_ids uuid[],
    school_code text,
    state text not null check (state in ('SUBMITTED', 'APPLIED', 'REJECTED', 'WITHDRAWN')),
    version integer not null,
    reason_code text not null,
    evidence text not null,
    effective_on date not null,
    refers_to uuid references identity_changes,
    identities_sealed text,
    requested_by text not null,
    requested_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    rejected_by text,
    rejected_at timestamptz,
    rejection_reason text,
    withdrawn_by text,
    withdrawn_at timestamptz,
    check ((kind = 'CORRECTION') = (school_code is not null))
  );
  create unique index one_open_identity_change_per_person on identity_changes (person_id) where state = 'SUBMITTED';
  create index identity_changes_by_school on identity_changes (school_code, change_id);
  create index identity_changes_by_state on identity_changes (state, change_id);
  create index identity_changes_by_person on identity_changes (person_id, change_id);
  create index identity_changes_by_other on identity_changes (other_id) where other_id is not null;`;

const forced = (table: string) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;`;

/** A school sees a person through a registration of its own: the sub-select is under the policy of registrations. */
const byHolder = (table: string, holder: string) => `
  create policy by_registration on ${table}
    using ((select current_setting('jiangtu.scope', true)) = 'all'
      or exists (select from registrations where ${holder} = ${table}.person_id));`;
