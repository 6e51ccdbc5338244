import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 评优 */
export class KeepHonours1798430000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await makeAggregate(queryRunner, 'honours', {
      id: 'honour_id',
      fourEyes: { decided_by: ['nominated_by'] },
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table honours, honours_history');
  }
}

const TABLE = `
  create table honours (
    honour_id uuid primary key,
    registration_id uuid not null references registrations,
    school_code text not null,
    state text not null check (state in ('NOMINATED', 'CANCELLED', 'DECLINED', 'AWARDED', 'PUBLISHED', 'WITHDRAWN')),
    version integer not null,
    kind text not null,
    year integer not null,
    merits text not null,
    nominated_by text not null,
    nominated_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    decision_no text,
    published_at timestamptz
  );
  create unique index one_honour_of_a_kind_a_year on honours (registration_id, kind, year)
    where state in ('NOMINATED', 'AWARDED', 'PUBLISHED');
  create index honours_by_school on honours (school_code, honour_id);
  create index honours_by_year on honours (year, kind, state);`;
