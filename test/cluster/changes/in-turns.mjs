const PATIENCE = '1s';
const MOST_TRIES = 60;

/**
 * Changes a table that running services use: who waits for its lock holds up all who come after, so the wait is short,
 * and tried again.
 */
export async function inTurns(runner, sql) {
  for (let tries = 1; ; tries++)
    try {
      await runner.query('savepoint turn');
      await runner.query(`set local lock_timeout = '${PATIENCE}'`);
      return await runner.query(sql);
    } catch (error) {
      if (error.code !== LOCK_NOT_AVAILABLE || tries === MOST_TRIES) throw error;
      await runner.query('rollback to savepoint turn');
    }
}

const LOCK_NOT_AVAILABLE = '55P03';
