import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReservedNumbersTable } from '#reconciliation';

export class AddReservedNumbers1795651200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createReservedNumbersTable(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table reserved_numbers');
  }
}
