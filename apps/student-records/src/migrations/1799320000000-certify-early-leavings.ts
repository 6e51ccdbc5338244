import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 肄业: which withdrawals are certified, with the school as it was on the day; what a graduation has in its batch. */
export class CertifyEarlyLeavings1799320000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table early_leavings (
        change_id uuid primary key references status_changes,
        registration_id uuid not null references registrations,
        school_code text not null,
        left_on date not null,
        school jsonb not null,
        approved_at timestamptz not null,
        reversed_at timestamptz,
        reversed_by_change_id uuid unique references status_changes,
        decision_no text,
        check ((reversed_at is null) = (reversed_by_change_id is null) and (reversed_at is null) = (decision_no is null))
      );
      create index early_leavings_by_registration on early_leavings (registration_id);
      create index early_leavings_by_approval on early_leavings (approved_at);
      create index early_leavings_reversed on early_leavings (reversed_at) where reversed_at is not null`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table early_leavings');
  }
}
