import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createCommandTables } from '#commands';
import { createJobsTable } from '#jobs';
import { createMessagingTables } from '#messaging';
import { createDataKeysTable } from '#security';

/**
 * `entries`: one row a certificate, as last published. It holds no name and no ID number in the clear, and no index
 * of either alone: `number_and_name` and `id_and_name` are keyed hashes of both factors together. So one look at
 * one index answers, a wrong name costs the same as a wrong number, and whoever steals the table can search it by
 * nothing. No row-level security: the lookup is public and its rows belong to no school.
 */
export class CreateLookup1732400000000 implements MigrationInterface {
  name = 'CreateLookup1732400000000';

  async up(runner: QueryRunner): Promise<void> {
    await createMessagingTables(runner);
    await createDataKeysTable(runner);
    await createCommandTables(runner, { districts: false });
    await createJobsTable(runner, { districts: false });
    await runner.query(`
      create table entries (
        certificate_no text primary key,
        kind text not null,
        identity text not null,
        number_and_name text not null,
        id_and_name text not null,
        school_code text not null,
        school_name text not null,
        school_type text not null,
        major_name text not null,
        class_type text not null,
        study_mode text not null,
        studied_from date not null,
        studied_to date not null,
        issue_date date not null,
        authority_code text not null,
        template_version text not null,
        treated_as text not null,
        treatment_rule text not null,
        status text not null check (status in ('VALID', 'SUPERSEDED', 'SUSPENDED', 'REVOKED')),
        status_at timestamptz not null,
        replaced_by text,
        visible_at timestamptz not null,
        event_id uuid not null,
        correlation_id text not null,
        version bigint not null
      );
      create unique index entries_by_number_and_name on entries (number_and_name);
      create index entries_by_visible_at on entries (visible_at, certificate_no);
      create index entries_by_issue_date on entries (issue_date);
      create index entries_by_id_and_name on entries (id_and_name);`);
  }

  async down(): Promise<void> {
    throw new Error('A migration is undone by the next one, not backwards.');
  }
}
