import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 身份冲突: pairs of applications, of whichever schools, that the city works off. */
export class NoteIdentityConflicts1796400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table applications add column guardian_index text;
      create index applications_by_guardian on applications (guardian_index) where guardian_index is not null;

      create table identity_conflicts (
        conflict_id uuid primary key,
        kind text not null check (kind in ('TWO_DOCUMENTS', 'TWO_NAMES')),
        state text not null check (state in ('OPEN', 'DIFFERENT_PERSONS', 'SAME_PERSON', 'SCHOOL_ERROR', 'CORRECTED')),
        first_id uuid not null references applications,
        first_school_code text not null,
        second_id uuid not null references applications,
        second_school_code text not null,
        wrong_id uuid,
        decided_by text,
        version integer not null,
        unique (kind, first_id, second_id),
        check (first_id < second_id),
        check (wrong_id in (first_id, second_id))
      );
      create index identity_conflicts_by_first on identity_conflicts (first_id);
      create index identity_conflicts_by_second on identity_conflicts (second_id);`);
    await makeAggregate(queryRunner, 'identity_conflicts', { id: 'conflict_id', seenBy: 'city' });
    for (const table of ['identity_conflicts', 'identity_conflicts_history'])
      await queryRunner.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy by_city on ${table} using (current_setting('jiangtu.scope', true) = 'all');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table identity_conflicts, identity_conflicts_history;
      alter table applications drop column guardian_index;`);
  }
}
