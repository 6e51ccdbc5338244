import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 认可录取: of schools that have lost their qualification meanwhile. */
export class HonourAdmissions1796300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table applications add column honoured_on date');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table applications drop column honoured_on');
  }
}
