import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '#runtime';
import { KAFKA } from './kafka.provider.js';
import type { KafkaPort, PartitionOffsets } from './kafka-port.js';
import { MessagingMetrics } from './messaging-metrics.js';

interface Subscribed {
  readonly groupId: string;
  readonly prefix: string;
  /** By their declared names. */
  readonly topics: string[];
}

/** Shows how far a consumer group is behind its topics. Kafka is asked when the page is called, once for both gauges. */
@Injectable()
export class LagMetrics {
  private readonly began = Date.now();

  constructor(
    private readonly metrics: Metrics,
    private readonly messaging: MessagingMetrics,
    @Inject(KAFKA) private readonly kafka: KafkaPort,
  ) {}

  watch(subscribed: Subscribed): void {
    let underWay: Promise<Map<string, number>> | undefined;
    const lags = () => (underWay ??= this.lags(subscribed).finally(() => (underWay = undefined)));
    const lag = this.metrics.gauge({
      name: 'messaging_consumer_lag_records',
      help: 'Records of the topic that this service has not handled',
      labelNames: ['topic'],
      collect: async () => {
        for (const [topic, records] of await lags()) lag.set({ topic }, records);
      },
    });
    const age = this.metrics.gauge({
      name: 'messaging_consumer_oldest_unhandled_age_seconds',
      help: 'How old the oldest record is at most that this service has not handled',
      labelNames: ['topic'],
      collect: async () => {
        for (const [topic, records] of await lags()) age.set({ topic }, records > 0 ? this.ageOf(topic) : 0);
      },
    });
  }

  private async lags({ groupId, prefix, topics }: Subscribed): Promise<Map<string, number>> {
    const names = topics.map((topic) => prefix + topic);
    const [ends, handled] = await Promise.all([
      this.kafka.endOffsets(names),
      this.kafka.handledOffsets(groupId, names),
    ]);
    return new Map(topics.map((topic) => [topic, lagOf(prefix + topic, ends, handled)]));
  }

  private ageOf(topic: string): number {
    return (Date.now() - (this.messaging.handledUpTo.get(topic) ?? this.began)) / 1_000;
  }
}

function lagOf(topic: string, ends: PartitionOffsets, handled: PartitionOffsets): number {
  return [...ends]
    .filter(([place]) => place.startsWith(`${topic}/`))
    .reduce((sum, [place, end]) => sum + Math.max(0, Number(end - (handled.get(place) ?? 0n))), 0);
}
