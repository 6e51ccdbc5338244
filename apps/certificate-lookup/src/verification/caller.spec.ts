import { callerOf } from './caller.js';
import { InProcessLimit } from './in-process-limit.js';

describe('the caller that a limit counts', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2:ffff::9', '2001:db8:1:2'],
    ['2001:DB8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('at %s is %s', (address, caller) => expect(callerOf(address)).toBe(caller));
});

describe('the limit of one process', () => {
  it('counts each caller by itself and starts again with the next window', () => {
    const limit = new InProcessLimit(60_000);
    limit.count('a', 1_000);
    expect(limit.count('a', 2_000)).toEqual({ count: 2, endsInMs: 59_000 });
    expect(limit.count('b', 2_000).count).toBe(1);
    expect(limit.count('a', 61_000).count).toBe(1);
  });

  it('refuses new callers when a flood of addresses has come, and goes on counting the known ones', () => {
    const limit = new InProcessLimit(60_000);
    for (let caller = 0; caller < 10_000; caller++) limit.count(String(caller), 0);
    expect(limit.count('one more', 0).count).toBe(Infinity);
    expect(limit.count('0', 0).count).toBe(2);
  });
});
