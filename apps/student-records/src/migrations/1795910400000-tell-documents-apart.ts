import type { MigrationInterface, QueryRunner } from 'typeorm';
import { gradeImportErrors, undoGradeImportErrors } from '#importing';

/** A document is type, issuing state and number; and what is said of rows of a file is graded. */
export class TellDocumentsApart1795910400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table persons add column issuing_state text');
    await gradeImportErrors(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await undoGradeImportErrors(queryRunner);
    await queryRunner.query('alter table persons drop column issuing_state');
  }
}
