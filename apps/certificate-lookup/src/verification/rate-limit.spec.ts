import { Logger } from '@nestjs/common';
import type { Settings } from '#runtime';
import { RateLimit } from './rate-limit.js';
import { RedisConnection } from './redis.js';

let connection: RedisConnection;
let limit: RateLimit;
beforeEach(() => {
  Logger.overrideLogger(false);
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  connection = new RedisConnection('redis://127.0.0.1:1');
  limit = new RateLimit({ KAFKA_TOPIC_PREFIX: '', VERIFY_LIMIT_PER_MINUTE: 3 } as Settings, connection);
});
afterEach(() => {
  connection.onApplicationShutdown();
  vi.useRealTimers();
  Logger.overrideLogger(['log', 'error', 'warn', 'debug', 'verbose', 'fatal']);
});

describe('The limit of one process, while Redis is away,', () => {
  it('counts each caller by itself and starts again with the next window', async () => {
    expect(await limit.admit('public', 'a')).toEqual({ allowed: true });
    vi.advanceTimersByTime(1_000);
    expect(await limit.admit('public', 'a')).toEqual({ allowed: false, retryAfterSeconds: 59 });
    expect(await limit.admit('public', 'b')).toEqual({ allowed: true });
    expect(await limit.admit('partner', 'a')).toEqual({ allowed: true });
    vi.advanceTimersByTime(59_000);
    expect(await limit.admit('public', 'a')).toEqual({ allowed: true });
  });

  it('refuses new callers when a flood of addresses has come, and goes on counting the known ones', async () => {
    for (let caller = 0; caller < 9_999; caller++) await limit.admit('public', String(caller));
    expect(await limit.admit('partner', 'known')).toEqual({ allowed: true });
    expect(await limit.admit('public', 'one more')).toEqual({ allowed: false, retryAfterSeconds: 60 });
    expect(await limit.admit('partner', 'known')).toEqual({ allowed: true });
  });
});
