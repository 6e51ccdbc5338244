import type { Transaction } from '#database';
import { HandlesJob, jobKind, NIGHTLY, NOTHING, type NextStep } from './job-kind.js';

/** Rows of one step: well below a second, so that nobody waits for it. */
const BATCH_ROWS = 10_000;

const pruneTables = jobKind({ name: 'prune-tables', payload: NOTHING, schedule: NIGHTLY });

/**
 * Forgets jobs that are over, after a month, and the answers that were kept for keys: whoever tries again after two days
 * has long looked what became of it.
 */
@HandlesJob(pruneTables)
export class PruneTables {
  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const over = `state in ('DONE', 'DISCARDED') and ended_at < now() - interval '30 days'`;
    const jobs = await deleteBatch(tx, 'jobs', 'job_id', over);
    const old = `created_at < now() - interval '2 days'`;
    const answers = await deleteBatch(tx, 'idempotency_keys', 'actor, key', old);
    if (Math.max(jobs, answers) === BATCH_ROWS) return {};
  }
}

/** @returns how many rows there were; as many as go into a batch: there may be more */
async function deleteBatch(tx: Transaction, table: string, key: string, old: string): Promise<number> {
  const rows = await tx.query(
    `delete from ${table} where (${key}) in (select ${key} from ${table} where ${old} limit ${BATCH_ROWS}) returning 1`,
  );
  return rows.length;
}
