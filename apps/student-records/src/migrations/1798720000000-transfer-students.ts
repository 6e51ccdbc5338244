import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/**
 * 转学: who is transferred has a record at each of the two schools, of one application, and where the city has it so with one
 * student number.
 */
export class TransferStudents1798720000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column transferred_in_on date,
        add column transferred_from_school text,
        add column months_carried integer,
        drop constraint registrations_application_id_key,
        drop constraint registrations_student_no_key;
      create unique index one_registration_per_check_in on registrations (application_id) where transferred_in_on is null;
      create index registrations_by_application on registrations (application_id);
      create unique index one_registration_per_student_no on registrations (student_no) where state <> 'TRANSFERRED_OUT';
      create index registrations_by_student_no on registrations (student_no);
      create table transfers (
        transfer_id uuid primary key,
        registration_id uuid not null references registrations,
        school_code text not null,
        student_no text not null,
        receiving_school_code text,
        outside_province text,
        outside_name text,
        outside_acceptance_no text,
        state text not null check (state in
          ('REQUESTED', 'RELEASED', 'ACCEPTED', 'APPROVED', 'APPLIED', 'REJECTED', 'CANCELLED', 'LAPSED')),
        version integer not null,
        reason_code text not null,
        effective_on date not null,
        evidence text not null,
        guardian_consent text,
        requested_by text not null,
        requested_at timestamptz not null,
        due_on date,
        released_by text,
        released_at timestamptz,
        accepted_by text,
        accepted_at timestamptz,
        target_offering_id uuid,
        sending_approved_by text,
        sending_approved_at timestamptz,
        receiving_approved_by text,
        receiving_approved_at timestamptz,
        approved_at timestamptz,
        filing_no text,
        outside_filing_no text,
        applied_at timestamptz,
        new_registration_id uuid references registrations,
        rejected_by text,
        rejected_at timestamptz,
        rejection_reason text,
        cancelled_by text,
        cancelled_at timestamptz,
        lapsed_because text,
        lapsed_at timestamptz,
        check ((receiving_school_code is null) <> (outside_name is null)),
        check (sending_approved_by is distinct from accepted_by or accepted_by is null),
        check (receiving_approved_by is distinct from accepted_by or accepted_by is null)
      );
      create unique index one_open_transfer_per_registration on transfers (registration_id)
        where state in ('REQUESTED', 'RELEASED', 'ACCEPTED', 'APPROVED');
      create index transfers_by_school on transfers (school_code, transfer_id);
      create index transfers_by_receiving_school on transfers (receiving_school_code, transfer_id);
      create index transfers_by_state on transfers (state, transfer_id);
      create index transfers_by_registration on transfers (registration_id, transfer_id);
      create index transfers_due on transfers (due_on) where due_on is not null;
      create index transfers_effective on transfers (effective_on) where state = 'APPROVED'`);
    await makeAggregate(queryRunner, 'transfers', {
      id: 'transfer_id',
      schools: ['school_code', 'receiving_school_code'],
      fourEyes: {
        released_by: ['requested_by'],
        accepted_by: ['requested_by', 'released_by'],
        sending_approved_by: ['requested_by', 'released_by'],
        receiving_approved_by: ['requested_by', 'released_by', 'accepted_by'],
        rejected_by: ['requested_by'],
      },
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table transfers, transfers_history;
      drop index one_registration_per_check_in, registrations_by_application,
        one_registration_per_student_no, registrations_by_student_no;
      alter table registrations
        drop column transferred_in_on, drop column transferred_from_school, drop column months_carried,
        add constraint registrations_application_id_key unique (application_id),
        add constraint registrations_student_no_key unique (student_no)`);
  }
}
