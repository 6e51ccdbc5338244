import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createGivenNumbersTable } from '#reconciliation';

export class AddGivenNumbers1795651200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createGivenNumbersTable(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table given_numbers');
  }
}
