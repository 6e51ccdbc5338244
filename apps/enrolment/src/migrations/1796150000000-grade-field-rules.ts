import type { MigrationInterface, QueryRunner } from 'typeorm';
import { gradeImportErrors, undoGradeImportErrors } from '#importing';

/** Warnings are kept with applications and rows of files; a document is type, issuing state and number. */
export class GradeFieldRules1796150000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await gradeImportErrors(queryRunner);
    await queryRunner.query(`
      alter table applications
        add column issuing_state text,
        add column phone_index text,
        add column prior_graduated_on date,
        add column warnings jsonb not null default '[]';
      create index applications_by_phone on applications (phone_index, school_code) where phone_index is not null;
      create index applications_warned on applications (school_code, year) where warnings <> '[]'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await undoGradeImportErrors(queryRunner);
    await queryRunner.query(`alter table applications drop column issuing_state, drop column phone_index,
      drop column prior_graduated_on, drop column warnings`);
  }
}
