import type { Fence, KafkaPort } from './kafka-port.js';
import { ShardProducers } from './shard-producers.js';
import { allShards, isStateShard } from './shards.js';

const HOUR_MS = 3_600_000;
const stateShard = allShards.find(isStateShard)!;

describe('The producers of a relay', () => {
  afterEach(() => vi.useRealTimers());

  it('are fenced anew before Kafka forgets their fence, and only then', async () => {
    vi.useFakeTimers();
    const fences: (Fence | undefined)[] = [];
    let open = 0;
    const kafka = {
      producer: async (fence?: Fence) => {
        fences.push(fence);
        open++;
        return { send: async () => undefined, close: async () => void open-- };
      },
    } as unknown as KafkaPort;
    const producers = new ShardProducers(kafka, '', 'certificates');
    for (const shard of allShards) await producers.prepare(shard);
    for (let hours = 0; hours < 24 * 8; hours++) {
      vi.advanceTimersByTime(HOUR_MS);
      for (const shard of allShards) await producers.ensure(shard);
    }
    const renewed = fences.slice(allShards.length);
    expect(renewed.length).toBeGreaterThanOrEqual(8);
    expect(renewed.length).toBeLessThan(24);
    expect(renewed.every((fence) => fence?.transactionalId === `certificates-outbox-${stateShard}`)).toBe(
      true,
    );
    expect(open).toBe(allShards.length);
  });

  it('are all closed, also one that is being set up when the session is lost', async () => {
    let open = 0;
    const { promise: away, resolve: back } = Promise.withResolvers<void>();
    const kafka = {
      producer: async () => {
        await away;
        open++;
        return { send: async () => undefined, close: async () => void open-- };
      },
    } as unknown as KafkaPort;
    const producers = new ShardProducers(kafka, '', 'certificates');
    const prepared = producers.prepare(stateShard);
    await producers.close();
    back();
    await expect(prepared).rejects.toThrow('lost');
    expect(open).toBe(0);
  });
});
