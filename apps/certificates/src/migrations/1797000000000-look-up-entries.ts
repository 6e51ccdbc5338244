import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasHistory } from '#aggregates';

/** Looks up the entry of each version that is written, where it went through the whole history. */
export class LookUpEntries1797000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(hasHistory('certificates', { id: 'certificate_id', state: 'status' }));
  }

  async down(): Promise<void> {
    // The function before it refused the same.
  }
}
