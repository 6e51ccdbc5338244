import type { QueryRunner } from 'typeorm';

/**
 * Builds an index of a table that may be large, while others write to it, for a migration with `transaction = false`. It
 * waits for every transaction that is open, and nobody waits for it, so no time is too long. After a failure in
 * between it may be called again.
 * @param name of the index
 * @param on the table, the columns and the condition, as SQL
 */
export async function buildIndex(runner: QueryRunner, name: string, on: string): Promise<void> {
  const [found] = await runner.query(
    'select indisvalid as whole from pg_index where indexrelid = to_regclass($1)',
    [name],
  );
  if (found?.whole) return;
  await runner.query('set lock_timeout = 0');
  try {
    if (found) await runner.query(`drop index concurrently ${name}`);
    await runner.query(`create index concurrently ${name} on ${on}`);
  } finally {
    await runner.query('reset lock_timeout');
  }
}
