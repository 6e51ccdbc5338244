import pg from 'pg';

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** What the rounds of jobs ask, whenever their time has come; a command only adds to the table. */
const OF_JOBS = /\b(from|update) jobs\b/;

/**
 * How many statements this process sends to PostgreSQL while `work` runs, `begin` and `commit` among them, without
 * those of the outbox relay and of the rounds of jobs, which go on all the time, and without those of the spec's own
 * probes.
 */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  const open = new Map<pg.Client, { statements: number; ofJobs: boolean }>();
  let count = 0;
  prototype.query = function (...args) {
    const { application_name } = (this as unknown as { connectionParameters: { application_name?: string } })
      .connectionParameters;
    if (application_name === 'probe' || application_name?.endsWith(' relay'))
      return original.apply(this, args);
    const sql = typeof args[0] === 'string' ? args[0] : '';
    if (sql.startsWith('begin')) open.set(this, { statements: 0, ofJobs: false });
    const transaction = open.get(this) ?? { statements: 0, ofJobs: false };
    transaction.statements++;
    transaction.ofJobs ||= OF_JOBS.test(sql);
    const goesOn = open.has(this) && sql !== 'commit' && sql !== 'rollback';
    if (!goesOn && !transaction.ofJobs) count += transaction.statements;
    if (!goesOn) open.delete(this);
    return original.apply(this, args);
  };
  try {
    await work();
    return count;
  } finally {
    prototype.query = original;
  }
}
