import { ShardDrain } from './shard-drain.js';
import type { OutboxSession } from './outbox-session.js';
import type { TracedSends } from './traced-sends.js';

describe('A shard', () => {
  it('is not stuck any more when Kafka is back and there is nothing to send', async () => {
    let away = true;
    const sends = {
      ensure: async () => {
        if (away) throw new Error('away');
      },
      giveUp: async () => undefined,
    } as unknown as TracedSends;
    const session = { read: async () => ({ rows: [], more: false }) } as unknown as OutboxSession;
    const drain = new ShardDrain(0, session, sends, {
      eventsSent: () => undefined,
      sendFailed: () => undefined,
    });
    await drain.drain(() => false);
    expect(drain.isStuck()).toBe(true);
    away = false;
    await new Promise((resolve) => setTimeout(resolve, 150));
    await drain.drain(() => false);
    expect(drain.isStuck()).toBe(false);
  });
});
