import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { allSchools, describeError, Transactions } from '#database';
import type { JobKind } from './job-kind.js';
import { type DueJob, JobQueues } from './job-queues.js';
import { JobWorkers } from './job-workers.js';
import { RECONCILE_INTERVAL_MS } from './jobs.js';
import { Schedules } from './schedules.js';

const PAGE_ROWS = 1_000;
const BEFORE_ALL: Place = { runAt: '-infinity', jobId: '00000000-0000-0000-0000-000000000000' };

interface Place {
  readonly runAt: string;
  readonly jobId: string;
}

/**
 * Puts into Redis what the tables say is due and Redis has lost or was never told: at the start, when Redis is back, and
 * by interval. All processes do; a job that is there already stays as it is. Makes up for firings that were missed.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Reconciler.name);
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly queues: JobQueues,
    private readonly workers: JobWorkers,
    private readonly schedules: Schedules,
  ) {}

  onApplicationBootstrap(): void {
    this.queues.client.on('ready', () => this.wake());
    this.wake();
  }

  /** Before the connections to database and Redis go. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
    await this.workers.close();
    await this.queues.close();
  }

  /** One round after the other. */
  wake(): void {
    if (this.stopping) return;
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.round());
  }

  private async round(): Promise<void> {
    for (const kind of this.workers.kinds) {
      try {
        if (kind.schedule) await this.schedules.fire(kind);
        if (this.queues.isReady) await this.putBack(kind);
      } catch (error) {
        this.logger.warn(`Jobs of ${kind.name} could not be put back: ${describeError(error)}`);
      }
    }
    clearTimeout(this.timer);
    if (!this.stopping) this.timer = setTimeout(() => this.wake(), RECONCILE_INTERVAL_MS).unref();
  }

  private async putBack(kind: JobKind): Promise<void> {
    if (kind.schedule && !(await this.queues.isScheduled(kind))) await this.queues.schedule(kind);
    const due = new Set<string>();
    for (let last: Place | undefined = BEFORE_ALL; last && !this.stopping;) {
      const page = await this.page(kind, last);
      if (page.length > 0) await this.queues.add(kind.name, page);
      for (const { jobId, delayMs } of page) if (delayMs <= 0) due.add(jobId);
      last = page.length === PAGE_ROWS ? page.at(-1) : undefined;
    }
    if (due.size > 0) await this.queues.promote(kind.name, due);
  }

  private page({ name }: JobKind, { runAt, jobId }: Place): Promise<(DueJob & Place)[]> {
    return this.transactions.run(allSchools, (tx) =>
      tx.query<DueJob & Place>(
        `select job_id as "jobId", run_at::text as "runAt", extract(epoch from run_at - now())::float8 * 1000 as "delayMs"
         from jobs where kind = $1 and state = 'WAITING' and run_at < now() + interval '${RECONCILE_INTERVAL_MS} ms'
           and (run_at, job_id) > ($2, $3) order by run_at, job_id limit ${PAGE_ROWS}`,
        [name, runAt, jobId],
      ),
    );
  }
}
