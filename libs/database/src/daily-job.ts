import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, QueryRunner } from 'typeorm';
import { dayInChina } from '#national-codes';

/** 02:00 in China, when nobody graduates. */
const AFTER_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;
/** China has one time zone, UTC+8, and no summer time. */
const CHINA_OFFSET_MS = 8 * 3_600_000;
/** When this time it failed, or cannot be done yet, or another process of the service was at it and may have died. */
const AGAIN_MS = 10 * 60_000;

/**
 * What is done once a day, by one process of the service. Between two days it holds a timer and nothing else; a process
 * that was down at the hour does it when it starts.
 */
export abstract class DailyJob implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;
  /** The last day in China whose run is known to be done. */
  private doneOn: string | undefined;
  private readonly began = new Date();
  private running: Promise<unknown> = Promise.resolve();
  /** A run that takes long ends early then, and is false. */
  protected stopping = false;

  /** @param lock whoever holds this lock of the database does the day's run; a constant of the job */
  protected constructor(
    private readonly dataSource: DataSource,
    private readonly lock: number,
  ) {}

  /**
   * Does the run of the day, unless it is done, and notes that it is. Others of the service wait meanwhile.
   * @param today the day in China
   * @returns whether it is done; false when it has to be tried again later
   */
  protected abstract runOnce(session: QueryRunner, today: string): Promise<boolean>;

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
      const today = dayInChina(now);
      const done = await this.holdingLock(session, () => this.runOnce(session, today));
      if (done) this.doneOn = today;
      return done;
    } finally {
      await session.release();
    }
  }

  /** For how long a run is due and, as far as this process knows, not done; 0 when there is none. */
  overdueMilliseconds(now: Date): number {
    const next = this.doneOn === undefined ? dayInChina(this.began) : dayAfter(this.doneOn);
    return Math.max(0, now.getTime() - dueOn(next).getTime());
  }

  /** Runs the work while the session holds the lock; false when another process does. */
  private async holdingLock(session: QueryRunner, work: () => Promise<boolean>): Promise<boolean> {
    const [{ locked }] = await session.query('select pg_try_advisory_lock($1) as locked', [this.lock]);
    if (!locked) return false;
    try {
      return await work();
    } finally {
      await session.query('select pg_advisory_unlock($1)', [this.lock]);
    }
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
      this.logger.warn(`The run of today waits: ${(error as Error).name}`);
      return false;
    });
    this.wakeAfter(done ? millisecondsUntilTomorrow(now) : millisecondsUntilDue(now) || AGAIN_MS);
  }
}

/** The moment of a day in China from which on its run is due. */
export const dueOn = (day: string): Date => new Date(Date.parse(day) - CHINA_OFFSET_MS + AFTER_MS);

const dayAfter = (day: string) => dayInChina(new Date(dueOn(day).getTime() + DAY_MS));

const sinceMidnight = (now: Date) => (now.getTime() + CHINA_OFFSET_MS) % DAY_MS;

/** Of today in China; 0 once the hour has come. */
const millisecondsUntilDue = (now: Date) => Math.max(0, AFTER_MS - sinceMidnight(now));

const millisecondsUntilTomorrow = (now: Date) => DAY_MS - sinceMidnight(now) + AFTER_MS;
