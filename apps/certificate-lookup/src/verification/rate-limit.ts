import { Inject, Injectable, Logger } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { SETTINGS, type Settings } from '#runtime';
import { RedisConnection } from './redis.js';

const WINDOW_SECONDS = 60;
/** Partners ask for many people at once; their tokens name them, so they are trusted with this much more [D]. */
const PARTNER_LIMIT_PER_MINUTE = 600;
/** Share of the limit that one process grants while Redis is away: the other processes count for themselves. */
const SHARE_WITHOUT_REDIS = 1 / 3;
/** Without Redis a flood of addresses must not fill the memory: who comes beyond these waits for the next window. */
const MAX_NEW_CALLERS = 10_000;

export type Admission = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/** Whom a limit is for: an address, or a partner by its token. */
export type CallerKind = 'public' | 'partner';

/**
 * How often one caller may look up in a minute, so that names cannot be tried against numbers. Counted in Redis for all
 * processes together. While Redis is away, this process counts, more strictly: neither open (numbers could be tried out)
 * nor closed (nobody could look up anything).
 */
@Injectable()
export class RateLimit {
  private readonly logger = new Logger(RateLimit.name);
  private readonly limits: Record<CallerKind, { shared: RateLimiterRedis; alone: RateLimiterMemory }>;
  private readonly newCallers = new RateLimiterMemory({ points: MAX_NEW_CALLERS, duration: WINDOW_SECONDS });

  constructor(@Inject(SETTINGS) settings: Settings, { redis }: RedisConnection) {
    const limitOf = (points: number, kind: CallerKind) => ({
      shared: new RateLimiterRedis({
        storeClient: redis,
        rejectIfRedisNotReady: true,
        keyPrefix: `${settings.KAFKA_TOPIC_PREFIX}certificate-lookup:${kind}`,
        points,
        duration: WINDOW_SECONDS,
      }),
      alone: new RateLimiterMemory({
        points: Math.max(1, Math.floor(points * SHARE_WITHOUT_REDIS)),
        duration: WINDOW_SECONDS,
      }),
    });
    this.limits = {
      public: limitOf(settings.VERIFY_LIMIT_PER_MINUTE, 'public'),
      partner: limitOf(PARTNER_LIMIT_PER_MINUTE, 'partner'),
    };
  }

  async admit(kind: CallerKind, caller: string): Promise<Admission> {
    try {
      await this.count(kind, caller);
      return { allowed: true };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
    }
  }

  /** @throws RateLimiterRes for one look-up too many */
  private async count(kind: CallerKind, caller: string): Promise<void> {
    const { shared, alone } = this.limits[kind];
    try {
      await shared.consume(caller);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      this.logger.warn(`Redis does not count (${(error as Error).message}); this process does.`);
      if (!(await alone.get(caller))) await this.newCallers.consume('all');
      await alone.consume(caller);
    }
  }
}
