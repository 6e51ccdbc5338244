import { type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { Redis } from 'ioredis';
import { SETTINGS, type Settings } from '#runtime';

/** A limit must not cost more time than the answer that it guards. */
const COMMAND_TIMEOUT_MS = 200;
const MAX_RECONNECT_DELAY_MS = 2_000;
/** ioredis waits so long for a socket to close, also for one that is closed; its 2 s would hold up the end of a process. */
const DISCONNECT_TIMEOUT_MS = 100;

/** The connection to Redis, which may be away: a command then fails at once or in {@link COMMAND_TIMEOUT_MS}. */
export class RedisConnection implements OnApplicationShutdown {
  readonly redis: Redis;

  constructor(url: string) {
    this.redis = new Redis(url, {
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: 2_000,
      disconnectTimeout: DISCONNECT_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempts) => Math.min(attempts * 100, MAX_RECONNECT_DELAY_MS),
    });
    // Without a listener ioredis prints every failed attempt; the commands tell of it.
    this.redis.on('error', () => undefined);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

export const redisProvider: Provider = {
  provide: RedisConnection,
  inject: [SETTINGS],
  useFactory: ({ REDIS_URL }: Settings) => {
    if (!REDIS_URL) throw new Error('REDIS_URL is not set: certificate-lookup counts its callers there.');
    return new RedisConnection(REDIS_URL);
  },
};
