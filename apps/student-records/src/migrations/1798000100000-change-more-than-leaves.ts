import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fourEyes } from '#database';

const stateIn = (...states: string[]) => `state in (${states.map((state) => `'${state}'`).join(', ')})`;
const OPEN = stateIn('SUBMITTED', 'SCHOOL_APPROVED', 'APPROVED', 'FILED');

/** 异动 of every kind, with their life, what each says and what it replaced; and the offerings that a change of major names. */
export class ChangeMoreThanLeaves1798000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations add column last_change_id uuid, add column changed_from text;
      alter table status_changes
        add column discharged_on date,
        add column absent_since date,
        add column decision_no text,
        add column decided_on date,
        add column guardian_consent text,
        add column target_offering_id uuid,
        add column duration_months integer,
        add column months integer,
        add column reverses_change_id uuid,
        add column reverses_type text,
        add column submitted_by text,
        add column school_approved_by text,
        add column school_approved_at timestamptz,
        add column replaced jsonb,
        add column reversed_by_change_id uuid,
        add column reversed_at timestamptz,
        add constraint status_changes_decided_by_no_submitter check (
          submitted_by is null or (approved_by is distinct from submitted_by and rejected_by is distinct from submitted_by
            and school_approved_by is distinct from submitted_by)),
        add constraint status_changes_decided_by_two check (
          school_approved_by is null or (approved_by is distinct from school_approved_by
            and rejected_by is distinct from school_approved_by)),
        drop constraint status_changes_state_check,
        add constraint status_changes_state_check check (${stateIn('DRAFT', 'SUBMITTED', 'SCHOOL_APPROVED', 'REJECTED', 'CANCELLED', 'APPROVED', 'FILED', 'APPLIED', 'REVERSED', 'LAPSED')});
      ${fourEyes('status_changes', 'requested_by', 'school_approved_by')}
      drop index one_open_change_per_registration;
      create unique index one_open_change_per_registration on status_changes (registration_id) where ${OPEN};
      drop index status_changes_due;
      create index status_changes_due on status_changes (effective_on) where ${stateIn('APPROVED', 'FILED')};
      create index registrations_return_due on registrations (return_expected_on)
        where return_expected_on is not null and return_overdue_noted_on is null;
      create table known_offerings (
        offering_id uuid primary key,
        school_code text not null,
        catalogue_version text not null,
        major_code text not null,
        major_name text not null,
        level text not null,
        study_mode text not null,
        status text not null,
        version bigint not null
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table known_offerings;
      drop index registrations_return_due;
      alter table registrations drop column last_change_id, drop column changed_from;
      drop index one_open_change_per_registration;
      drop index status_changes_due;
      alter table status_changes
        drop constraint status_changes_decided_by_two,
        drop constraint status_changes_decided_by_no_submitter,
        drop constraint status_changes_school_approved_by_is_not_requested_by,
        drop column discharged_on, drop column absent_since, drop column decision_no, drop column decided_on,
        drop column guardian_consent, drop column target_offering_id, drop column duration_months, drop column months,
        drop column reverses_change_id, drop column reverses_type,
        drop column submitted_by, drop column school_approved_by, drop column school_approved_at, drop column replaced,
        drop column reversed_by_change_id, drop column reversed_at,
        drop constraint status_changes_state_check,
        add constraint status_changes_state_check
          check (${stateIn('SUBMITTED', 'REJECTED', 'CANCELLED', 'APPROVED', 'APPLIED', 'LAPSED')});
      create unique index one_open_change_per_registration on status_changes (registration_id)
        where ${stateIn('SUBMITTED', 'APPROVED')};
      create index status_changes_due on status_changes (effective_on) where state = 'APPROVED'`);
  }
}
