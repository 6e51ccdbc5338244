import { Inject, Injectable } from '@nestjs/common';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { DATABASE_URL } from '#database';
import { Metrics, SETTINGS, type Settings } from '#runtime';
import type { JobKind } from './job-kind.js';

/** Of a command that is not waited for by anybody; the reconciler comes later. */
const COMMAND_TIMEOUT_MS = 1_000;
const MAX_RECONNECT_DELAY_MS = 2_000;
/** A process that died gives its jobs free after that; BullMQ renews the lock of one that lives. */
const LOCK_MS = 15_000;
const ALWAYS = Number.MAX_SAFE_INTEGER;

/** A due job: its row's id, and how long it has to wait yet. */
export interface DueJob {
  readonly jobId: string;
  readonly delayMs: number;
}

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
    metrics: Metrics,
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
    const up = metrics.gauge({
      name: 'redis_up',
      help: '1 while Redis answers this process; jobs wait while it does not',
      collect: async () => {
        const answers = await this.client.ping().then(
          () => true,
          () => false,
        );
        up.set(answers ? 1 : 0);
      },
    });
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Puts ids into the queue of their kind; one that is in it stays as it is. Rejects while Redis is away. */
  async add(kind: string, jobs: readonly DueJob[]): Promise<void> {
    if (!this.isReady) throw new Error('Redis is away.');
    await this.queueOf(kind).addBulk(
      jobs.map(({ jobId, delayMs }) => ({
        name: kind,
        data: {},
        opts: { jobId, delay: Math.max(0, Math.ceil(delayMs)) },
      })),
    );
  }

  /** Wakes those of the jobs that BullMQ lets wait, by the clock of some process, although they are due. */
  async promote(kind: string, jobIds: ReadonlySet<string>): Promise<void> {
    const delayed = await this.queueOf(kind).getDelayed();
    for (const job of delayed) if (jobIds.has(job.id!)) await job.promote();
  }

  /** Lets BullMQ call the processor at the times of the schedule, in China's time. */
  async schedule({ name, schedule }: JobKind): Promise<void> {
    await this.queueOf(name).upsertJobScheduler(name, { pattern: schedule!, tz: 'Asia/Shanghai' }, { name });
  }

  async isScheduled({ name }: JobKind): Promise<boolean> {
    return (await this.queueOf(name).getJobScheduler(name)) !== undefined;
  }

  work(kind: JobKind, process: (job: Job) => Promise<void>): Worker {
    const { concurrency, rateLimit } = kind;
    const worker = new Worker(kind.name, process, {
      connection: this.workersClient,
      prefix: this.prefix,
      skipVersionCheck: true,
      concurrency,
      ...(rateLimit && { limiter: { max: rateLimit.max, duration: rateLimit.perMs } }),
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS,
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
      connection: this.client,
      prefix: this.prefix,
      skipVersionCheck: true,
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
