import type { MigrationInterface, QueryRunner } from 'typeorm';

const decides = (column: string) => `(${column} is null or ${column} <> all (contributors))`;

/** 修改异动: who revised a change, or submitted it before it was returned, decides on it as little as who asked for it. */
export class ReviseStatusChanges1799400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table status_changes
        add column contributors text[],
        add constraint status_changes_decided_by_no_contributor check (contributors is null
          or (${['approved_by', 'rejected_by', 'school_approved_by'].map(decides).join(' and ')}))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table status_changes drop column contributors');
  }
}
