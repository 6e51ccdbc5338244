import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 招生计划, as enrolment publishes it: how many seats an offering has in a year and season. */
export class KnowPlans1799410000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table known_plan_lines (
        plan_line_id uuid primary key,
        offering_id uuid not null,
        school_code text not null,
        year integer not null,
        season text not null,
        planned integer not null,
        status text not null,
        version bigint not null
      );
      create index known_plan_lines_by_offering on known_plan_lines (offering_id);
      create index registrations_by_offering on registrations (offering_id, year, season)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index registrations_by_offering; drop table known_plan_lines');
  }
}
