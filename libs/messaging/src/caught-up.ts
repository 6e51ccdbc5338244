import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { KAFKA } from './kafka.provider.js';
import type { KafkaPort, PartitionOffsets } from './kafka-port.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { ReactionTransport } from './reaction-transport.js';

const LOOK_EVERY_MS = 1_000;
/** Ends of the topics that are remembered while the group has not reached them yet. */
const REMEMBERED = 60;

interface Look {
  readonly at: Date;
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
  private caughtUpAsOf: Date | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(KAFKA) private readonly kafka: KafkaPort,
    private readonly transport: ReactionTransport,
  ) {}

  /** The moment up to which everything published has been handled; undefined while that was never reached. */
  asOf(): Date | undefined {
    return this.caughtUpAsOf;
  }

  onApplicationBootstrap(): void {
    void this.keepLooking();
  }

  onApplicationShutdown(): void {
    this.stopped.abort();
  }

  private async keepLooking(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.look().catch(() => undefined); // not to know is not to be caught up: asOf stays where it was
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const { KAFKA_TOPIC_PREFIX: prefix } = this.settings;
    const topics = this.transport.topicsRead().map((topic) => prefix + topic);
    const at = new Date();
    this.looks = [...this.looks, { at, ends: await this.kafka.endOffsets(topics) }].slice(-REMEMBERED);
    const handled = await this.kafka.handledOffsets(prefix + this.options.service, topics);
    const reached = this.looks.findLast(({ ends }) =>
      [...ends].every(([key, end]) => (handled.get(key) ?? 0n) >= end),
    );
    if (!reached) return;
    this.caughtUpAsOf = reached.at;
    this.looks = this.looks.filter((look) => look.at > reached.at);
  }
}
