import type { QueryRunner } from 'typeorm';

/** A mistake, as it happens: the column has another name by now, or never had this one. */
class IndexWhatIsNotThere4000000000004 {
  up(runner: QueryRunner): Promise<unknown> {
    return runner.query('create index inbox_by_time on inbox (handeld_at)');
  }

  async down() {}
}

export const migrations = [IndexWhatIsNotThere4000000000004];
