import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CELL, movementsOf } from './movements-sql.js';

/** 转入: who comes by a transfer is counted as such, and not as intake; the function is made anew. */
export class CountTransfersIn1798630000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(movementsOf(CELL));
  }

  /** What the function counts before it is what it counts where nobody is transferred. */
  async down(): Promise<void> {}
}
