import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DATABASE_URL } from '#database';
import { Metrics, ReadinessChecks, SETTINGS, type Settings, Tracing } from '#runtime';
import { KAFKA } from './kafka.provider.js';
import { kafkaSentence } from './kafka-sentence.js';
import type { KafkaPort } from './kafka-port.js';
import { MessagingMetrics } from './messaging-metrics.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { OutboxSession } from './outbox-session.js';
import { RelayWake } from './relay-wake.js';
import { ShardDrain } from './shard-drain.js';
import { ShardProducers } from './shard-producers.js';
import { allShards } from './shards.js';
import { TracedSends } from './traced-sends.js';

/** For rows that nobody told of: their process died, or they were written by hand. */
const POLL_INTERVAL_MS = 500;
const FIRST_BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 5_000;

/**
 * Sends what is in the outbox. Each shard is sent by the one process that holds its session lock: read up to 1,000
 * rows, produce them, delete them after the acknowledgement, read again. A failed send is repeated until it goes
 * through; nothing is skipped. A shard that cannot be sent does not hold up the others.
 *
 * A process that was paused and lost its shard cannot send after its successor into a state topic: it reads rows
 * through the session that holds the lock, after its producer was set up, so whoever took the lock later also set
 * up its producer later, and the broker refuses the older one.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Relay.name);
  private stopping = false;
  private lastSuccess = -Infinity;
  private session: OutboxSession | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    @Inject(KAFKA) private readonly kafka: KafkaPort,
    private readonly wake: RelayWake,
    private readonly metrics: MessagingMetrics,
    private readonly tracing: Tracing,
    checks: ReadinessChecks,
    page: Metrics,
  ) {
    this.showShards(page);
    checks.registerForStart('relay', async () => {
      if (performance.now() - this.lastSuccess > 15_000)
        throw new Error('The outbox relay has not come round for 15 s, or a shard of it is stuck.');
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.keepRunning();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake.from('here');
    await this.running;
  }

  /** Over the processes of a service the sum of a shard is 1; while it is 0, nobody sends what is in it. */
  private showShards(metrics: Metrics): void {
    const gauge = metrics.gauge({
      name: 'outbox_shard_held',
      help: '1 where this process sends what is in the shard of the outbox',
      labelNames: ['shard'],
      collect: () => {
        const held = this.session?.shards ?? [];
        for (const shard of allShards) gauge.set({ shard }, held.includes(shard) ? 1 : 0);
      },
    });
  }

  private async keepRunning(): Promise<void> {
    let backOff = FIRST_BACK_OFF_MS;
    while (!this.stopping) {
      try {
        await this.relayUntilStopped(() => (backOff = FIRST_BACK_OFF_MS));
      } catch (error) {
        this.logger.warn(`The relay starts again in ${backOff} ms: ${kafkaSentence(error)}`);
        await sleep(backOff);
        backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
      }
    }
  }

  private async relayUntilStopped(onSuccess: () => void): Promise<void> {
    const { KAFKA_TOPIC_PREFIX: prefix } = this.settings;
    const session = await OutboxSession.open(this.databaseUrl, this.options.service, () =>
      this.wake.from('elsewhere'),
    );
    this.session = session;
    const producers = new ShardProducers(this.kafka, prefix, this.options.service);
    const sends = new TracedSends(producers, prefix, this.tracing);
    const drains = new Map(
      allShards.map((shard) => [shard, new ShardDrain(shard, session, sends, this.metrics)]),
    );
    try {
      while (!this.stopping) {
        await session.takeFreeShards((shard) => producers.prepare(shard));
        await Promise.all(session.shards.map((shard) => drains.get(shard)!.drain(() => this.stopping)));
        if ([...drains.values()].every((drain) => !drain.isStuck())) this.lastSuccess = performance.now();
        onSuccess();
        if ((await this.wake.orAfter(POLL_INTERVAL_MS)) === 'here') await session.tellOthers();
      }
    } finally {
      this.session = undefined;
      await Promise.allSettled([session.close(), producers.close()]);
    }
  }
}
