import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Transfers and corrections of identities name the papers that they rest on, which are kept as long as they are. */
export class ShowPapers1798931000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await queryRunner.query(`
        alter table ${table} add column evidence_id uuid references evidence;
        create index ${table}_by_evidence on ${table} (evidence_id) where evidence_id is not null`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(`alter table ${table} drop column evidence_id`);
  }
}

const TABLES = ['transfers', 'identity_changes'];
