import { jest } from '@jest/globals';
import { RedisConnection } from '../src/verification/redis.js';

afterEach(() => jest.useRealTimers());

it('A connection to a Redis that is away keeps no process alive once it is given up', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date'] });
  const connection = new RedisConnection('redis://127.0.0.1:1');
  await new Promise((resolve) => connection.redis.once('reconnecting', resolve));
  await new Promise(setImmediate); // the socket of the attempt is closed by then
  connection.onApplicationShutdown();
  jest.advanceTimersByTime(200);
  expect(jest.getTimerCount()).toBe(0);
});
