import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 市外转入: what a student brings along who comes from a school outside the city, decided before the registration is. */
export class TransferFromOutside1798930000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column transferred_from_outside_province text,
        add column transferred_from_outside_name text;
      create table inward_transfers (
        inward_transfer_id uuid primary key,
        registration_id uuid not null references registrations,
        school_code text not null,
        outside_province text not null,
        outside_name text not null,
        outside_release_no text not null,
        state text not null check (state in ('REQUESTED', 'ENDORSED', 'APPROVED', 'REJECTED', 'CANCELLED', 'LAPSED')),
        version integer not null,
        entered_on date not null,
        months_studied integer not null,
        credits_carried double precision,
        evidence text not null,
        evidence_id uuid references evidence,
        guardian_consent text,
        requested_by text not null,
        requested_at timestamptz not null,
        due_on date,
        endorsed_by text,
        endorsed_at timestamptz,
        approved_by text,
        approved_at timestamptz,
        filing_no text,
        outside_filing_no text,
        rejected_by text,
        rejected_at timestamptz,
        rejection_reason text,
        cancelled_by text,
        cancelled_at timestamptz,
        lapsed_because text,
        lapsed_at timestamptz
      );
      create unique index one_standing_inward_transfer_per_registration on inward_transfers (registration_id)
        where state in ('REQUESTED', 'ENDORSED', 'APPROVED');
      create index inward_transfers_by_school on inward_transfers (school_code, inward_transfer_id);
      create index inward_transfers_by_state on inward_transfers (state, inward_transfer_id);
      create index inward_transfers_by_registration on inward_transfers (registration_id, inward_transfer_id);
      create index inward_transfers_by_evidence on inward_transfers (evidence_id) where evidence_id is not null;
      create index inward_transfers_due on inward_transfers (due_on) where due_on is not null`);
    await makeAggregate(queryRunner, 'inward_transfers', {
      id: 'inward_transfer_id',
      fourEyes: {
        endorsed_by: ['requested_by'],
        approved_by: ['requested_by', 'endorsed_by'],
        rejected_by: ['requested_by'],
      },
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table inward_transfers, inward_transfers_history;
      alter table registrations
        drop column transferred_from_outside_province, drop column transferred_from_outside_name`);
  }
}
