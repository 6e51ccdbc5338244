import { z } from 'zod';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep } from './job-kind.js';

/** Rows of one step: well below a second, so that nobody waits for it. */
const BATCH_ROWS = 10_000;
/** 02:00 in China, when nobody graduates. */
export const NIGHTLY = '0 2 * * *';
export const NOTHING: z.ZodType<object> = z.object({});

const pruneJobs = jobKind({ name: 'prune-jobs', payload: NOTHING, schedule: NIGHTLY });
const pruneIdempotencyKeys = jobKind({ name: 'prune-idempotency-keys', payload: NOTHING, schedule: NIGHTLY });

/** Forgets jobs that are over, after a month. */
@HandlesJob(pruneJobs)
export class PruneJobs {
  handle(_: object, tx: Transaction) {
    return deleteBatch(
      tx,
      'jobs',
      'job_id',
      `state in ('DONE', 'DISCARDED') and ended_at < now() - interval '30 days'`,
    );
  }
}

/** Forgets the answers that were kept for keys: whoever tries again after two days has long looked what became of it. */
@HandlesJob(pruneIdempotencyKeys)
export class PruneIdempotencyKeys {
  handle(_: object, tx: Transaction) {
    return deleteBatch(tx, 'idempotency_keys', 'actor, key', `created_at < now() - interval '2 days'`);
  }
}

async function deleteBatch(
  tx: Transaction,
  table: string,
  key: string,
  old: string,
): Promise<NextStep<object> | void> {
  const rows = await tx.query(
    `delete from ${table} where (${key}) in (select ${key} from ${table} where ${old} limit ${BATCH_ROWS}) returning 1`,
  );
  if (rows.length === BATCH_ROWS) return {};
}
