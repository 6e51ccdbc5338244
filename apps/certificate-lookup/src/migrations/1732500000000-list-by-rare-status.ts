import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries are also listed by status. Of what few have, or none, a list read the whole table to its end; now these
 * indexes hold it, and valid entries, which are nearly all, are not in them and pay nothing. Building them holds up what
 * writes to the table, not what reads it.
 */
export class ListByRareStatus1732500000000 implements MigrationInterface {
  name = 'ListByRareStatus1732500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index entries_by_rare_status on entries (status, certificate_no) where status <> 'VALID';
      create index entries_by_rare_status_and_visible_at on entries (status, visible_at, certificate_no)
        where status <> 'VALID';`);
  }

  async down(): Promise<void> {
    throw new Error('A migration is undone by the next one, not backwards.');
  }
}
