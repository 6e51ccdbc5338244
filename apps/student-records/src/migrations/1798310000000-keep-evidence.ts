import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowLevelSecurity } from '#database';

/** 证明材料, which a status change names beside the file number of its papers. */
export class KeepEvidence1798310000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table evidence (
        evidence_id uuid primary key,
        school_code text not null,
        kind text not null,
        -- null: of several students
        registration_id uuid references registrations,
        media_type text not null,
        sha256 text not null,
        bytes integer not null,
        uploaded_by text not null,
        uploaded_at timestamptz not null
      );
      create index evidence_by_school on evidence (school_code, evidence_id);
      create index evidence_by_registration on evidence (registration_id, evidence_id);
      create index evidence_by_upload on evidence (uploaded_at);
      alter table status_changes add column evidence_id uuid references evidence;
      create index status_changes_by_evidence on status_changes (evidence_id) where evidence_id is not null;
      ${rowLevelSecurity('evidence')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table status_changes drop column evidence_id; drop table evidence');
  }
}
