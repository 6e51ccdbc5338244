import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { allSchools, describeError, isOutOfTime, isPassing, type Scope, type Transaction, Transactions } from '#database'; // prettier-ignore
import { dayInChina } from '#national-codes';
import type { JobHandler, JobKind, NextStep } from './job-kind.js';
import { Again } from './job-queues.js';

/** So many processes may begin a job without any of them coming back; then it is taken for what ends them. */
const MAX_STARTS = 3;
/** When another process is at the job, which BullMQ took for dead. */
const BUSY_RETRY_DELAY_MS = 5_000;

/** What happens to the row of a job. Each method is a transaction of its own. */
@Injectable()
export class JobRuns {
  /** Of this process, among those that begin jobs. */
  private readonly process = randomUUID();

  constructor(private readonly transactions: Transactions) {}

  /**
   * Before the work: notes that this process begins the job, so that its death would be known.
   * @returns the scope of the job; undefined when there is nothing to do: it is parked when too many have begun it
   * @throws Again when it is not due
   */
  async begin(jobId: string): Promise<Scope | undefined> {
    const [begun] = await this.query<{ state: string; schoolCode: string | null; delay: number }>(
      `update jobs set
         starts = case when run_at <= now() and starter is distinct from $2 then starts + 1 else starts end,
         starter = case when run_at <= now() then $2 else starter end,
         state = case when run_at <= now() and starter is distinct from $2 and starts >= ${MAX_STARTS} then 'KILLS'
           else state end
       where job_id = $1 and state = 'WAITING'
       returning state, school_code as "schoolCode", extract(epoch from run_at - now())::float8 * 1000 as delay`,
      [jobId, this.process],
    );
    if (begun?.state !== 'WAITING') return undefined;
    if (begun.delay > 0) throw new Again(begun.delay);
    return begun.schoolCode === null ? allSchools : { kind: 'school', schoolCode: begun.schoolCode };
  }

  /**
   * Does one step: its effect, and what the row says of it, commit together.
   * @returns whether the job goes on at once
   * @throws Again when it goes on later; whatever the handler throws
   */
  async step(jobId: string, kind: JobKind, scope: Scope, handler: JobHandler<unknown>): Promise<boolean> {
    const next = await this.transactions.run(scope, async (tx) => {
      const [row] = await tx.query<{ payload: unknown; dueAt: Date }>(
        `select payload, due_at as "dueAt" from jobs where job_id = $1 and state = 'WAITING' for update skip locked`,
        [jobId],
      );
      if (!row) throw new Again(BUSY_RETRY_DELAY_MS);
      const { dueAt } = row;
      const job = { jobId, dueAt, dueOn: dayInChina(dueAt) };
      const answer = (await handler.handle(kind.payload.parse(row.payload), tx, job)) ?? undefined;
      await noteStep(tx, jobId, kind, answer);
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

async function noteStep(
  tx: Transaction,
  jobId: string,
  kind: JobKind,
  next?: NextStep<unknown>,
): Promise<void> {
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
    [jobId, payload && JSON.stringify(kind.payload.parse(payload)), progress, inMs],
  );
}
