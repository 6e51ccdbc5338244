import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { dayInChina } from '#national-codes';
import { PublishDigests } from './publish-digests.js';
import { spanOf } from './span.js';

/** 02:00 in China, when nobody graduates. */
const AFTER_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;
/** China has one time zone, UTC+8, and no summer time. */
const CHINA_OFFSET_MS = 8 * 3_600_000;
/** When this time it failed, or another process of the service was at it and may have died. */
const AGAIN_MS = 10 * 60_000;
/** Any constant; whoever holds this lock of the database does the day's run. */
const LOCK = 4_504_522;

/**
 * Publishes the digests once a day, by one process of the service. Between two days it holds a timer and nothing
 * else; a process that was down at the hour does it when it starts.
 */
@Injectable()
export class DailyDigests implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DailyDigests.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly publishDigests: PublishDigests,
  ) {}

  onApplicationBootstrap(): void {
    this.wakeAfter(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** @returns whether the run of today is done, be it by this process; false while it is another's, or not due */
  async runIfDue(now: Date): Promise<boolean> {
    if (millisecondsUntilDue(now) > 0) return false;
    const session = this.dataSource.createQueryRunner();
    try {
      return await holding(session, () => this.runOnce(session, now));
    } finally {
      await session.release();
    }
  }

  private async runOnce(session: QueryRunner, now: Date): Promise<boolean> {
    const today = dayInChina(now);
    const due = await session.query('select 1 from daily_digests where done_on < $1', [today]);
    if (due.length === 0) return true;
    const { digests, from, to } = await this.publishDigests.run(spanOf({}, now)!);
    await session.query('update daily_digests set done_on = $1', [today]);
    this.logger.log(`Published ${digests} digests of ${from} to ${to}.`);
    return true;
  }

  private wakeAfter(milliseconds: number): void {
    if (this.stopping) return;
    this.timer = setTimeout(() => {
      this.running = this.wake();
    }, milliseconds);
    this.timer.unref();
  }

  private async wake(): Promise<void> {
    const now = new Date();
    const done = await this.runIfDue(now).catch((error: unknown) => {
      this.logger.warn(`The digests of today wait: ${(error as Error).name}`);
      return false;
    });
    this.wakeAfter(done ? millisecondsUntilTomorrow(now) : millisecondsUntilDue(now) || AGAIN_MS);
  }
}

/** Runs the work while the session holds the lock; false when another process does. */
async function holding(session: QueryRunner, work: () => Promise<boolean>): Promise<boolean> {
  const [{ locked }] = await session.query('select pg_try_advisory_lock($1) as locked', [LOCK]);
  if (!locked) return false;
  try {
    return await work();
  } finally {
    await session.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

const sinceMidnight = (now: Date) => (now.getTime() + CHINA_OFFSET_MS) % DAY_MS;

/** Of today in China; 0 once the hour has come. */
const millisecondsUntilDue = (now: Date) => Math.max(0, AFTER_MS - sinceMidnight(now));

const millisecondsUntilTomorrow = (now: Date) => DAY_MS - sinceMidnight(now) + AFTER_MS;
