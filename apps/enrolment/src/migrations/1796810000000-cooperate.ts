import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 校企合作 of offerings. */
export class Cooperate1796810000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table offerings add column cooperations jsonb not null default '[]'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table offerings drop column cooperations');
  }
}
