import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { InProcessLimit } from './in-process-limit.js';
import { RedisConnection } from './redis.js';

const WINDOW_MS = 60_000;
/** Share of the limit that one process grants by itself while Redis is away. */
const ALONE = 1 / 3;

/** One round trip and atomic: no counter is ever left without an end. */
const COUNT = `
  local count = redis.call('INCR', KEYS[1])
  if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  return { count, redis.call('PTTL', KEYS[1]) }`;

export type Admission = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/**
 * How often one caller may look up in a minute, so that names cannot be tried against numbers. Counted in Redis
 * for all processes together; while Redis is away, more strictly in this process.
 */
@Injectable()
export class RateLimit {
  private readonly logger = new Logger(RateLimit.name);
  private readonly alone = new InProcessLimit(WINDOW_MS);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly connection: RedisConnection,
  ) {}

  async admit(caller: string, perMinute = this.settings.VERIFY_LIMIT_PER_MINUTE): Promise<Admission> {
    const { count, endsInMs, limit } = await this.count(caller, perMinute);
    if (count <= limit) return { allowed: true };
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(endsInMs / 1000)) };
  }

  private async count(caller: string, limit: number) {
    const key = `${this.settings.KAFKA_TOPIC_PREFIX}certificate-lookup:verify:${caller}`;
    try {
      const answer = await this.connection.redis.eval(COUNT, 1, key, WINDOW_MS);
      const [count, endsInMs] = answer as [number, number];
      return { count, endsInMs, limit };
    } catch (error) {
      this.logger.warn(`Redis does not count (${(error as Error).message}); this process does.`);
      return {
        ...this.alone.count(caller, performance.now()),
        limit: Math.max(1, Math.floor(limit * ALONE)),
      };
    }
  }
}
