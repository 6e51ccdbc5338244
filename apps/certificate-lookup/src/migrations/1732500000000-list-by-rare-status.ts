import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '#database';

/**
 * Entries are also listed by status. Of what few have, or none, a list read the whole table to its end; now these
 * indexes hold it, and valid entries, which are nearly all, are not in them and pay nothing.
 */
export class ListByRareStatus1732500000000 implements MigrationInterface {
  name = 'ListByRareStatus1732500000000';
  /** The table has millions of rows, and takes more meanwhile. */
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const rare = `where status <> 'VALID'`;
    await buildIndex(runner, 'entries_by_rare_status', `entries (status, certificate_no) ${rare}`);
    await buildIndex(
      runner,
      'entries_by_rare_status_and_visible_at',
      `entries (status, visible_at, certificate_no) ${rare}`,
    );
  }

  async down(): Promise<void> {
    throw new Error('A migration is undone by the next one, not backwards.');
  }
}
