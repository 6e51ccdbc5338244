import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Merges and splits are of the city and of no one school, and so are the papers for them, and who looked at their names. */
export class LetTheCityShowPapers1799500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await queryRunner.query(`alter table ${table} alter column school_code drop not null`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await queryRunner.query(`alter table ${table} alter column school_code set not null`);
  }
}

const TABLES = ['evidence', 'reveals'];
