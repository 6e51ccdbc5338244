import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 证明材料 of an answer to a finding. */
export class AnswerWithPapers1799420000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table supervision_findings add column evidence_id uuid references evidence;
      create index supervision_findings_by_evidence on supervision_findings (evidence_id) where evidence_id is not null`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table supervision_findings drop column evidence_id');
  }
}
