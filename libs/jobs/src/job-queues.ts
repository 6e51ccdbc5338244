import { Inject, Injectable } from '@nestjs/common';
import { type Job, Queue, type QueueOptions, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { DATABASE_URL } from '#database';
import { SETTINGS, type Settings } from '#runtime';
import type { JobKind } from './job-kind.js';

/** Injection token: milliseconds that a job may lie which Redis has lost, or which a process that died had in hand. */
export const RECONCILE_INTERVAL = Symbol('RECONCILE_INTERVAL');
/** Of a command that is not waited for by anybody; the reconciler comes later. */
const COMMAND_TIMEOUT_MS = 1_000;
const MAX_RECONNECT_DELAY_MS = 2_000;
const ALWAYS = Number.MAX_SAFE_INTEGER;

/** Thrown by a processor: BullMQ gives the job back after so many milliseconds. */
export class Again extends Error {
  override readonly name = 'Again';
  constructor(readonly delayMs: number) {
    super();
  }
}

/**
 * The queues of the service in Redis, one a kind, with the ids of rows and nothing else. All of it may get lost. BullMQ's
 * own count of attempts is not used: it would be forgotten with Redis, so the row has it.
 */
@Injectable()
export class JobQueues {
  readonly client: Redis;
  private readonly workersClient: Redis;
  private readonly prefix: string;
  private readonly queues = new Map<string, Queue>();

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(DATABASE_URL) databaseUrl: string,
    @Inject(RECONCILE_INTERVAL) private readonly intervalMs: number,
  ) {
    const { REDIS_URL, KAFKA_TOPIC_PREFIX } = settings;
    if (!REDIS_URL) throw new Error('REDIS_URL is not set: the jobs of the service run through it.');
    this.client = connect(REDIS_URL, {
      commandTimeout: COMMAND_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
    });
    this.workersClient = connect(REDIS_URL, { maxRetriesPerRequest: null });
    // The database is the service's, and its name tells two installations or two specs on one Redis apart.
    this.prefix = `jobs:${KAFKA_TOPIC_PREFIX}${new URL(databaseUrl).pathname.slice(1)}`;
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Puts ids into the queue of their kind; one that is in it stays as it is. Rejects while Redis is away. */
  async add(kind: string, jobIds: readonly string[]): Promise<void> {
    if (!this.isReady) throw new Error('Redis is away.');
    await this.queueOf(kind).addBulk(jobIds.map((jobId) => ({ name: kind, data: {}, opts: { jobId } })));
  }

  /** Like {@link add}, of jobs that are due: those that BullMQ lets wait, by the clock of some process, are woken. */
  async putBack(kind: string, jobIds: readonly string[]): Promise<void> {
    await this.add(kind, jobIds);
    const due = new Set(jobIds);
    for (const job of await this.queueOf(kind).getDelayed()) if (due.has(job.id!)) await job.promote();
  }

  /** Lets BullMQ call the processor at the times of the schedule, in China's time, where it does not yet. */
  async schedule({ name, schedule }: JobKind): Promise<void> {
    const queue = this.queueOf(name);
    if (await queue.getJobScheduler(name)) return;
    await queue.upsertJobScheduler(name, { pattern: schedule!, tz: 'Asia/Shanghai' }, { name });
  }

  work({ name, concurrency, rateLimit }: JobKind, process: (job: Job) => Promise<void>): Worker {
    const worker = new Worker(name, process, {
      ...this.options(this.workersClient),
      concurrency,
      ...(rateLimit && { limiter: { max: rateLimit.max, duration: rateLimit.perMs } }),
      // BullMQ renews the lock of a process that lives; one that died gives its jobs free within half of the interval.
      lockDuration: Math.round(this.intervalMs / 3),
      stalledInterval: this.intervalMs / 6,
      maxStalledCount: ALWAYS,
      settings: { backoffStrategy: (_attempts, _type, error) => (error as Again).delayMs },
    });
    return worker.on('error', () => undefined);
  }

  /** What BullMQ still wants of a Redis that is away fails then. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    this.client.disconnect();
    this.workersClient.disconnect();
  }

  private queueOf(name: string): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = new Queue(name, {
      ...this.options(this.client),
      streams: { events: { maxLen: 10 } },
      defaultJobOptions: {
        attempts: ALWAYS,
        backoff: { type: 'custom' },
        removeOnComplete: true,
        removeOnFail: true,
        stackTraceLimit: 0,
      },
    });
    // Its commands fail, and `redis_up` tells.
    queue.on('error', () => undefined);
    this.queues.set(name, queue);
    return queue;
  }

  private options(connection: Redis): QueueOptions {
    return { connection, prefix: this.prefix, skipVersionCheck: true };
  }
}

function connect(url: string, options: RedisOptions): Redis {
  const client = new Redis(url, {
    connectTimeout: 2_000,
    disconnectTimeout: 100,
    retryStrategy: (attempts) => Math.min(attempts * 100, MAX_RECONNECT_DELAY_MS),
    ...options,
  });
  return client.on('error', () => undefined);
}
