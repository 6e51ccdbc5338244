import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 撤销毕业 takes two officers; a batch remembers which of its graduations were revoked, since the student may study on. */
export class RevokeByTwo1798110000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table digest_runs add column older_days date[] not null default '{}';
      alter table graduation_items add column revoked_at timestamptz;
      update graduation_items set revoked_at = registrations.revoked_at
        from registrations
        where registrations.registration_id = graduation_items.registration_id
          and registrations.graduation_batch_id = graduation_items.batch_id and registrations.revoked_at is not null;
      create index graduation_items_by_registration on graduation_items (registration_id);
      create index graduation_items_revoked on graduation_items (revoked_at) where revoked_at is not null;

      create table graduation_revocations (
        revocation_id uuid primary key,
        registration_id uuid not null references registrations,
        school_code text not null,
        state text not null check (state in ('PROPOSED', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
        version integer not null,
        reason_code text not null,
        reason text not null,
        leads_to text not null check (leads_to in ('ACTIVE', 'GRADUATION_REVOKED')),
        graduation_approved_by text not null,
        proposed_by text not null check (proposed_by <> graduation_approved_by),
        proposed_at timestamptz not null,
        approved_by text,
        approved_at timestamptz,
        decision_no text,
        declined_by text,
        declined_at timestamptz,
        decline_reason text,
        withdrawn_at timestamptz
      );
      create unique index one_open_revocation_per_registration on graduation_revocations (registration_id)
        where state = 'PROPOSED';
      create index graduation_revocations_by_school on graduation_revocations (school_code, revocation_id);
      create index graduation_revocations_by_state on graduation_revocations (state, revocation_id);
      create index graduation_revocations_by_registration on graduation_revocations (registration_id, revocation_id)`);
    await makeAggregate(queryRunner, 'graduation_revocations', {
      id: 'revocation_id',
      fourEyes: {
        approved_by: ['proposed_by', 'graduation_approved_by'],
        declined_by: ['proposed_by', 'graduation_approved_by'],
      },
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table graduation_revocations, graduation_revocations_history;
      drop function graduation_revocations_has_history;
      drop index graduation_items_by_registration;
      alter table digest_runs drop column older_days;
      alter table graduation_items drop column revoked_at`);
  }
}
