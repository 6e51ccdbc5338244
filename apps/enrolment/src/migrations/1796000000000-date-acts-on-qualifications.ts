import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DateActsOnQualifications1796000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table qualifications
        add column changed_by text[] not null default '{}',
        add column next_state text,
        add column next_effective_on date,
        add column next_reason text,
        add column next_by text,
        add column state_since date,
        add column revocation_reason text,
        add column review_on date,
        add column review_decision text,
        add column review_reason text,
        add column review_by text,
        drop constraint qualifications_state_check,
        add constraint qualifications_state_check check
          (state in ('DRAFT', 'WITHDRAWN', 'PUBLISHED', 'SUSPENDED', 'REVOKED', 'EXPIRED')),
        add constraint qualifications_published_by_did_not_change_it check
          (published_by is null or published_by <> all (changed_by)),
        add check (num_nulls(next_state, next_effective_on, next_reason, next_by) in (0, 4)),
        add check (num_nulls(review_on, review_decision, review_reason, review_by) in (0, 4))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table qualifications
        drop column changed_by, drop column next_state, drop column next_effective_on, drop column next_reason,
        drop column next_by, drop column state_since, drop column revocation_reason, drop column review_on,
        drop column review_decision, drop column review_reason, drop column review_by,
        drop constraint qualifications_state_check,
        add constraint qualifications_state_check check
          (state in ('DRAFT', 'PUBLISHED', 'SUSPENDED', 'REVOKED', 'EXPIRED')) not valid`);
  }
}
