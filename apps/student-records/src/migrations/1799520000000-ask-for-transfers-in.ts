import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The receiving school asks for a transfer as well. */
export class AskForTransfersIn1799520000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table transfers add column asked_by_school text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table transfers drop column asked_by_school');
  }
}
