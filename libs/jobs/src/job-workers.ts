import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Job, Worker } from 'bullmq';
import { allSchools, describeError, type Scope, Transactions } from '#database';
import { Metrics } from '#runtime';
import { type JobHandler, JobHandlerOf, type JobKind } from './job-kind.js';
import { Again, JobQueues } from './job-queues.js';
import { JobRuns } from './job-runs.js';
import { Jobs } from './jobs.js';

const GIVE_BACK_TIMEOUT_MS = 2_000;

/** Runs the kinds of jobs that have a handler in this service, each by a BullMQ worker of its own. */
@Injectable()
export class JobWorkers implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobWorkers.name);
  private readonly handlers = new Map<JobKind, JobHandler<unknown>>();
  private readonly steps;
  private readonly inHand = new Set<Promise<void>>();
  private workers: Worker[] = [];
  private stopping = false;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly queues: JobQueues,
    private readonly runs: JobRuns,
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    metrics: Metrics,
  ) {
    this.steps = metrics.counter({
      name: 'job_steps_total',
      help: 'Steps of jobs that this process did, by how they ended',
      labelNames: ['kind', 'outcome'],
    });
  }

  /** What this service does. */
  get kinds(): JobKind[] {
    return [...this.handlers.keys()];
  }

  onModuleInit(): void {
    for (const provider of this.discovery.getProviders()) {
      const kind = this.discovery.getMetadataByDecorator(JobHandlerOf, provider);
      if (kind) this.handlers.set(kind, provider.instance as JobHandler<unknown>);
    }
  }

  onApplicationBootstrap(): void {
    this.workers = this.kinds.map((kind) =>
      this.queues.work(kind, async (job) => {
        const processing = this.process(kind, job);
        this.inHand.add(processing);
        await processing.finally(() => this.inHand.delete(processing));
      }),
    );
  }

  /** Not waited for here: readiness would be refused only after it. The step in hand is done to its end. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    for (const worker of this.workers) void worker.pause(true);
  }

  /** Until no step is in hand; BullMQ has a moment to give the jobs back, which Redis may not let it. */
  async close(): Promise<void> {
    await Promise.allSettled(this.inHand);
    // BullMQ would wait for a Redis that is away.
    const force = !this.queues.isReady;
    const closed = Promise.allSettled(this.workers.map((worker) => worker.close(force)));
    await Promise.race([closed, sleep(GIVE_BACK_TIMEOUT_MS, undefined, { ref: false })]);
  }

  private async process(kind: JobKind, { id, repeatJobKey }: Job): Promise<void> {
    try {
      if (repeatJobKey) return await this.transactions.run(allSchools, (tx) => this.jobs.fire(tx, [kind]));
      const scope = await this.runs.begin(id!);
      if (scope) await this.run(id!, kind, scope);
    } catch (error) {
      if (error instanceof Again) throw error;
      // The database is away: nothing could be noted, and nothing was done.
      this.logger.warn(`A job of ${kind.name} waits: ${describeError(error)}`);
      throw new Again(kind.retryDelay.firstMs);
    }
  }

  private async run(jobId: string, kind: JobKind, scope: Scope): Promise<void> {
    const handler = this.handlers.get(kind)!;
    try {
      while (await this.runs.step(jobId, kind, scope, handler)) {
        this.steps.inc({ kind: kind.name, outcome: 'done' });
        if (!this.stopping) continue;
        await this.runs.leave(jobId);
        throw new Again(0);
      }
      this.steps.inc({ kind: kind.name, outcome: 'done' });
    } catch (error) {
      if (error instanceof Again) throw error;
      this.steps.inc({ kind: kind.name, outcome: 'failed' });
      this.logger.warn(`Job ${jobId} of ${kind.name} failed: ${describeError(error)}`);
      await this.runs.fail(jobId, kind, error);
    }
  }
}
