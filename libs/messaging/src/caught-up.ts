import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { KAFKA } from './kafka.provider.js';
import type { KafkaPort, PartitionOffsets } from './kafka-port.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { ReactionTransport } from './reaction-transport.js';

const LOOK_INTERVAL_MS = 1_000;
/** Ends of the topics that are remembered while the group has not reached them yet. */
const MAX_LOOKS = 60;

/** How far a service has come. */
export interface Reached {
  /** Everything that was published up to this moment, by this host's clock, has been handled. */
  readonly asOf: Date;
  /** Milliseconds since then, whatever has become of the clock. */
  readonly age: number;
}

interface Look {
  readonly asOf: Date;
  /** On the clock of `performance.now()`. */
  readonly at: number;
  readonly ends: PartitionOffsets;
}

/**
 * Up to when this service has handled all that its topics held. It notes the topics' ends every second; the
 * service is caught up as of the last note whose ends its consumer group has committed. A service that answers from
 * what it has read lists it among its providers.
 */
@Injectable()
export class CaughtUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopped = new AbortController();
  private looks: Look[] = [];
  private last: Look | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(KAFKA) private readonly kafka: KafkaPort,
    private readonly transport: ReactionTransport,
  ) {}

  /** Undefined while the service has never caught up. */
  reached(): Reached | undefined {
    return this.last && { asOf: this.last.asOf, age: performance.now() - this.last.at };
  }

  onApplicationBootstrap(): void {
    void this.keepLooking();
  }

  onApplicationShutdown(): void {
    this.stopped.abort();
  }

  private async keepLooking(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.look().catch(() => undefined); // not to know is not to be caught up: the last look stays
      await sleep(LOOK_INTERVAL_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const { KAFKA_TOPIC_PREFIX: prefix } = this.settings;
    const topics = this.transport.topicsRead().map((topic) => prefix + topic);
    const now = { asOf: new Date(), at: performance.now() };
    this.looks = [...this.looks, { ...now, ends: await this.kafka.endOffsets(topics) }].slice(-MAX_LOOKS);
    const handled = await this.kafka.handledOffsets(prefix + this.options.service, topics);
    const reached = this.looks.findLast(({ ends }) =>
      [...ends].every(([key, end]) => (handled.get(key) ?? 0n) >= end),
    );
    if (!reached) return;
    this.last = reached;
    this.looks = this.looks.filter((look) => look.at > reached.at);
  }
}
