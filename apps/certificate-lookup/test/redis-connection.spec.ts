import { RedisConnection } from '../src/verification/redis.js';

afterEach(() => vi.useRealTimers());

it('A connection to a Redis that is away keeps no process alive once it is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const connection = new RedisConnection('redis://127.0.0.1:1');
  await new Promise((resolve) => connection.redis.once('reconnecting', resolve));
  await new Promise(setImmediate); // the socket of the attempt is closed by then
  connection.onApplicationShutdown();
  vi.advanceTimersByTime(200);
  expect(vi.getTimerCount()).toBe(0);
});
