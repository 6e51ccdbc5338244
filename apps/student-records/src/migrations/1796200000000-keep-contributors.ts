import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everybody who had a hand in the application, so that none of them decides; and the stage of study before. */
export class KeepContributors1796200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column contributors text[] not null default '{}',
        add column previous_registration_id uuid,
        add constraint registrations_approved_by_no_contributor
          check (approved_by is null or approved_by <> all (contributors)),
        add constraint registrations_rejected_by_no_contributor
          check (rejected_by is null or rejected_by <> all (contributors))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table registrations drop column contributors, drop column previous_registration_id',
    );
  }
}
