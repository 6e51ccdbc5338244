import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  allSchools,
  describeError,
  isOutOfTime,
  isPassing,
  type Scope,
  type Transaction,
  Transactions,
} from '#database';
import { dayInChina } from '#national-codes';
import type { JobHandler, JobKind } from './job-kind.js';
import { Again } from './job-queues.js';

/** So many processes may begin a job without any of them coming back; then it is taken for what ends them. */
export const MAX_STARTS = 3;
/** When another process is at the job, which BullMQ took for dead. */
const BUSY_RETRY_DELAY_MS = 5_000;

interface Row {
  payload: unknown;
  school_code: string | null;
  due_at: Date;
}

/** What happens to the row of a job. Each method is a transaction of its own. */
@Injectable()
export class JobRuns {
  /** Of this process, among those that begin jobs. */
  private readonly process = randomUUID();

  constructor(private readonly transactions: Transactions) {}

  /**
   * Before the work: notes that this process begins the job, so that its death would be known.
   * @returns false when there is nothing to do; the job is parked when too many have begun it
   * @throws Again when it is not due
   */
  async begin(jobId: string): Promise<boolean> {
    const [begun] = await this.query<{ state: string; delay: number }>(
      `update jobs set
         starts = case when run_at <= now() and starter is distinct from $2 then starts + 1 else starts end,
         starter = case when run_at <= now() then $2 else starter end,
         state = case when run_at <= now() and starter is distinct from $2 and starts >= ${MAX_STARTS} then 'KILLS'
           else state end
       where job_id = $1 and state = 'WAITING'
       returning state, extract(epoch from run_at - now())::float8 * 1000 as delay`,
      [jobId, this.process],
    );
    if (begun?.state !== 'WAITING') return false;
    if (begun.delay > 0) throw new Again(begun.delay);
    return true;
  }

  /**
   * Does one step: its effect, and what the row says of it, commit together.
   * @returns whether the job goes on at once
   * @throws Again when it goes on later; whatever the handler throws
   */
  async step(jobId: string, kind: JobKind, handler: JobHandler<unknown>): Promise<boolean> {
    const [known] = await this.query<Row>(
      `select school_code from jobs where job_id = $1 and state = 'WAITING'`,
      [jobId],
    );
    if (!known) return false;
    const next = await this.transactions.run(scopeOf(known), async (tx) => {
      const row = await lock(tx, jobId);
      if (!row) throw new Again(BUSY_RETRY_DELAY_MS);
      const job = { jobId, dueAt: row.due_at, dueOn: dayInChina(row.due_at) };
      const answer = (await handler.handle(kind.payload.parse(row.payload), tx, job)) ?? undefined;
      await noteStep(
        tx,
        jobId,
        answer && { ...answer, payload: answer.payload && kind.payload.parse(answer.payload) },
      );
      return answer;
    });
    if (next?.inMs) throw new Again(next.inMs);
    return next !== undefined;
  }

  /**
   * After a step that threw: when it is tried again, or that it is not. What passes by itself is no failure of the job.
   * @throws Again when it is
   */
  async fail(jobId: string, kind: JobKind, error: unknown): Promise<void> {
    const counts = !isPassing(error) || isOutOfTime(error);
    const { firstMs, maxMs } = kind.retryDelay;
    const [failed] = await this.query<{ state: string; delay: number }>(
      `update jobs set failures = failures + $2, error = $3, starts = 0, starter = null,
         state = case when failures + $2 >= $4 then 'FAILED' else state end,
         run_at = now() + least($6, $5 * 2 ^ least(failures, 30)) * interval '1 ms'
       where job_id = $1 and state = 'WAITING'
       returning state, extract(epoch from run_at - now())::float8 * 1000 as delay`,
      [jobId, counts ? 1 : 0, describeError(error), kind.attempts, firstMs, maxMs],
    );
    if (failed?.state === 'WAITING') throw new Again(failed.delay);
  }

  /** The process ends and leaves the job between two steps. */
  async leave(jobId: string): Promise<void> {
    await this.query('update jobs set starts = 0, starter = null where job_id = $1', [jobId]);
  }

  private query<R>(sql: string, parameters: unknown[]): Promise<R[]> {
    return this.transactions.run(allSchools, (tx) => tx.query<R>(sql, parameters));
  }
}

/** Undefined while another process is at it. */
async function lock(tx: Transaction, jobId: string): Promise<Row | undefined> {
  const [row] = await tx.query<Row>(
    `select payload, school_code, due_at from jobs where job_id = $1 and state = 'WAITING' for update skip locked`,
    [jobId],
  );
  return row;
}

async function noteStep(
  tx: Transaction,
  jobId: string,
  next: { payload?: unknown; inMs?: number; progress?: string } | undefined,
) {
  if (!next) {
    await tx.query(
      `update jobs set state = 'DONE', ended_at = clock_timestamp(), steps = steps + 1, error = null, starts = 0
       where job_id = $1`,
      [jobId],
    );
    return;
  }
  const { payload, inMs = 0, progress } = next;
  await tx.query(
    `update jobs set payload = coalesce($2, payload), progress = coalesce($3, progress), steps = steps + 1,
       run_at = clock_timestamp() + $4 * interval '1 ms', failures = 0, error = null,
       starts = case when $4 > 0 then 0 else 1 end, starter = case when $4 > 0 then null else starter end
     where job_id = $1`,
    [jobId, payload && JSON.stringify(payload), progress, inMs],
  );
}

const scopeOf = ({ school_code: schoolCode }: Pick<Row, 'school_code'>): Scope =>
  schoolCode === null ? allSchools : { kind: 'school', schoolCode };
