import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 实习 */
export class KeepPlacements1798420000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await makeAggregate(queryRunner, 'placements', { id: 'placement_id' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table placements, placements_history');
  }
}

const TABLE = `
  create table placements (
    placement_id uuid primary key,
    registration_id uuid not null references registrations,
    school_code text not null,
    state text not null check (state in ('AGREED', 'ENDED', 'BROKEN_OFF', 'CANCELLED')),
    version integer not null,
    kind text not null,
    employer_uscc text not null,
    employer_name text not null,
    from_on date not null,
    to_on date not null check (to_on >= from_on),
    insurance_policy_no text not null,
    agreement_no text not null,
    student_consent boolean not null check (student_consent),
    guardian_consent boolean not null,
    supervising_teacher text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    ended_on date check (ended_on between from_on and to_on),
    break_reason_code text
  );
  create index placements_by_registration on placements (registration_id, from_on);
  create index placements_by_school on placements (school_code, placement_id);
  create index placements_by_employer on placements (employer_uscc, placement_id);`;
