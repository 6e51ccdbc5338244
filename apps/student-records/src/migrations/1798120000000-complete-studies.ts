import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 结业: a batch may be one of completion. */
export class CompleteStudies1798120000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table graduation_batches add column kind text not null default 'GRADUATION'
        check (kind in ('GRADUATION', 'COMPLETION'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table graduation_batches drop column kind');
  }
}
