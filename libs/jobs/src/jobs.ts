import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { JobKind } from './job-kind.js';
import { type DueJob, JobQueues } from './job-queues.js';

/** What is due later is left to the reconciler, which comes round so often. */
export const RECONCILE_INTERVAL_MS = 30_000;

export interface NewJob<Payload> {
  readonly payload: Payload;
  /** By the database's clock; a day in China, YYYY-MM-DD, begins at its midnight. At once where it is left out. */
  readonly runAt?: Date | string;
  /** Whose rows the handler sees; that of the transaction's scope where it is left out, null: of the whole city. */
  readonly schoolCode?: string | null;
  /** A second job with the same id is not made: see `deterministicId`. */
  readonly jobId?: string;
}

@Injectable()
export class Jobs {
  constructor(private readonly queues: JobQueues) {}

  /**
   * Writes jobs in the given transaction, any number in one statement: they are done if, and only if, it commits.
   * Redis is told after the commit; while it is away the jobs wait in their table.
   * @throws ZodError when a payload does not fit the kind: a defect of the caller
   */
  async enqueue<Payload>(
    tx: Transaction,
    kind: JobKind<Payload>,
    jobs: readonly NewJob<Payload>[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    const ofScope = tx.scope.kind === 'school' ? tx.scope.schoolCode : null;
    const rows = jobs.map(({ payload, runAt, schoolCode = ofScope, jobId = uuidv7() }) => ({
      jobId,
      schoolCode,
      payload: kind.payload.parse(payload),
      runAt: typeof runAt === 'string' ? `${runAt}T00:00:00+08:00` : runAt,
    }));
    const due = await tx.query<DueJob>(
      `with added as (
         insert into jobs (job_id, kind, school_code, payload, due_at, run_at)
         select "jobId", $1, "schoolCode", payload, coalesce("runAt", now()), coalesce("runAt", now())
         from jsonb_to_recordset($2::jsonb)
           as new ("jobId" uuid, "schoolCode" text, payload jsonb, "runAt" timestamptz)
         on conflict (job_id) do nothing returning job_id, run_at
       )
       select job_id as "jobId", extract(epoch from run_at - now())::float8 * 1000 as "delayMs" from added
       where run_at < now() + interval '${RECONCILE_INTERVAL_MS} ms'`,
      [kind.name, JSON.stringify(rows)],
    );
    this.addAfterCommit(tx, kind.name, due);
  }

  /** The rows wait: their turn comes when this transaction has committed, or else by the reconciler. */
  addAfterCommit(tx: Transaction, kind: string, due: readonly DueJob[]): void {
    if (due.length > 0) tx.afterCommit(() => void this.queues.add(kind, due).catch(() => undefined));
  }
}
