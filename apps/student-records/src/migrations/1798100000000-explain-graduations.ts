import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { fourEyes } from '#database';

/**
 * 毕业: batches go back and forth between school and authority, single students graduate in advance by a decision, and the school
 * that is printed is that of the day of graduation.
 */
export class ExplainGraduations1798100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table graduation_batches
        add column return_reason text,
        add column returned_by text,
        add column returned_at timestamptz,
        add column discarded_by text,
        add column discarded_at timestamptz,
        drop constraint graduation_batches_state_check,
        add constraint graduation_batches_state_check
          check (state in ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'DISCARDED')),
        add constraint graduation_batches_returned_by_no_contributor
          check (returned_by is null or returned_by <> all (contributors));
      ${fourEyes('graduation_batches', 'submitted_by', 'returned_by')}
      alter table graduation_items add column returned_reason text;

      -- What a school was from which day on; of the time before this table it is what is known now.
      create table school_versions (
        school_code text not null,
        from_day date not null,
        version bigint not null,
        uscc text not null,
        name text not null,
        school_type text not null,
        authority_code text not null,
        former_names jsonb not null,
        primary key (school_code, from_day)
      );
      insert into school_versions
        select school_code, '0001-01-01', version, uscc, name, school_type, authority_code, '[]' from schools;

      create table advance_graduations (
        advance_id uuid primary key,
        registration_id uuid not null references registrations,
        school_code text not null,
        state text not null check (state in ('REQUESTED', 'GRANTED', 'USED', 'DENIED', 'WITHDRAWN')),
        version integer not null,
        graduates_on date not null,
        reason text not null,
        evidence text not null,
        requested_by text not null,
        requested_at timestamptz not null,
        granted_by text,
        granted_at timestamptz,
        decision_no text,
        denied_by text,
        denied_at timestamptz,
        denial_reason text,
        withdrawn_by text,
        withdrawn_at timestamptz
      );
      create unique index one_open_advance_per_registration on advance_graduations (registration_id)
        where state in ('REQUESTED', 'GRANTED');
      create index advance_graduations_by_school on advance_graduations (school_code, advance_id);
      create index advance_graduations_by_state on advance_graduations (state, advance_id);
      create index advance_graduations_by_registration on advance_graduations (registration_id, advance_id)`);
    await makeAggregate(queryRunner, 'advance_graduations', {
      id: 'advance_id',
      fourEyes: { granted_by: ['requested_by'], denied_by: ['requested_by'] },
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table advance_graduations, advance_graduations_history, school_versions;
      drop function advance_graduations_has_history;
      alter table graduation_items drop column returned_reason;
      alter table graduation_batches
        drop column return_reason, drop column returned_by, drop column returned_at, drop column discarded_by,
        drop column discarded_at, drop constraint graduation_batches_state_check,
        add constraint graduation_batches_state_check check (state in ('DRAFT', 'SUBMITTED', 'APPROVED'))`);
  }
}
