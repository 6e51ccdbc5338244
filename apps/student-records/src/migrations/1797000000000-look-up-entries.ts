import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasHistory } from '#aggregates';

/** Looks up the entry of each version that is written, where it went through the whole history. */
export class LookUpEntries1797000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const tables = {
      registrations: { id: 'registration_id' },
      status_changes: { id: 'change_id' },
      graduation_batches: { id: 'batch_id' },
      erasures: { id: 'person_id', state: null },
    };
    for (const [table, as] of Object.entries(tables)) await queryRunner.query(hasHistory(table, as));
  }

  async down(): Promise<void> {
    // The function before it refused the same.
  }
}
