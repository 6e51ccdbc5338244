import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 调剂: two applications of one person, of which the second follows the first at another school. */
export class TransferAdmissions1796800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table applications
        add column transferred_from uuid references applications,
        add column transferred_to uuid`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table applications drop column transferred_from, drop column transferred_to',
    );
  }
}
