import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 用人单位变更 of part-time students; the history of their registrations has those before. */
export class ChangeEmployers1798510000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column employer_since date,
        add column employer_left_on date check (employer_left_on is null or employer_uscc is null);
      create index registrations_part_time on registrations (registration_id) where study_mode = 'PART_TIME'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index registrations_part_time;
      alter table registrations drop column employer_since, drop column employer_left_on`);
  }
}
