import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { allSchools, describeError, Transactions } from '#database';
import { JobQueues, RECONCILE_INTERVAL } from './job-queues.js';
import { JobWorkers } from './job-workers.js';
import { Jobs } from './jobs.js';

/** Of one kind in one round. */
const MAX_ROWS = 10_000;

/**
 * Puts into Redis what the table says is due and Redis has lost or was never told: at the start, when Redis is back, and
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
    private readonly jobs: Jobs,
    private readonly queues: JobQueues,
    private readonly workers: JobWorkers,
    @Inject(RECONCILE_INTERVAL) private readonly intervalMs: number,
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
  private wake(): void {
    clearTimeout(this.timer);
    if (!this.stopping) this.running = this.running.then(() => this.round());
  }

  private async round(): Promise<void> {
    try {
      await this.reconcile();
    } catch (error) {
      this.logger.warn(`Jobs could not be put back: ${describeError(error)}`);
    }
    clearTimeout(this.timer);
    if (!this.stopping) this.timer = setTimeout(() => this.wake(), this.intervalMs).unref();
  }

  private async reconcile(): Promise<void> {
    const { kinds } = this.workers;
    const scheduled = kinds.filter(({ schedule }) => schedule);
    const due = await this.transactions.run(allSchools, async (tx) => {
      await this.jobs.fire(tx, scheduled);
      return tx.query<{ kind: string; jobIds: string[] }>(
        `select kind, array(
           select job_id from jobs where jobs.kind = of.kind and state = 'WAITING' and run_at <= now()
           order by run_at limit ${MAX_ROWS}) as "jobIds"
         from unnest($1::text[]) as of (kind)`,
        [kinds.map(({ name }) => name)],
      );
    });
    if (!this.queues.isReady) return;
    for (const kind of scheduled) await this.queues.schedule(kind);
    for (const { kind, jobIds } of due) if (jobIds.length > 0) await this.queues.putBack(kind, jobIds);
  }
}
