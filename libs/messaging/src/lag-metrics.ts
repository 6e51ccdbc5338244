import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '#runtime';
import { KAFKA } from './kafka.provider.js';
import type { KafkaPort } from './kafka-port.js';
import { MessagingMetrics } from './messaging-metrics.js';

interface Subscribed {
  readonly groupId: string;
  readonly prefix: string;
  /** By their declared names. */
  readonly topics: string[];
  /** Those that this process has now, as `topic/partition`, with the prefix. */
  readonly partitions: () => readonly string[];
}

/** By `topic/partition`, with the prefix. */
type Lags = ReadonlyMap<string, number>;

/** Shows how far a consumer group is behind its topics. Kafka is asked when the page is called, once for both gauges. */
@Injectable()
export class LagMetrics {
  private readonly began = performance.now();

  constructor(
    private readonly metrics: Metrics,
    private readonly messaging: MessagingMetrics,
    @Inject(KAFKA) private readonly kafka: KafkaPort,
  ) {}

  /** The lag is that of the whole group, and every process shows the same; the age is that of this process's part. */
  watch(subscribed: Subscribed): void {
    let underWay: Promise<Lags> | undefined;
    const lags = () => (underWay ??= this.lags(subscribed).finally(() => (underWay = undefined)));
    const { groupId: group, prefix, topics, partitions } = subscribed;
    const show = (name: string, help: string, value: (lags: Lags, topic: string) => number) => {
      const gauge = this.metrics.gauge({
        name,
        help,
        labelNames: ['group', 'topic'],
        collect: async () => {
          const current = await lags();
          for (const topic of topics) gauge.set({ group, topic }, value(current, topic));
        },
      });
    };
    show(
      'kafka_consumer_group_lag_sum',
      'Records of the topic that this service has not handled, in all its partitions',
      (all, topic) => sum(placesOf(prefix + topic, [...all.keys()]).map((place) => all.get(place)!)),
    );
    show(
      'kafka_consumer_group_oldest_unhandled_age_seconds',
      'How old the oldest record is at most that is not handled, of the partitions that this process has',
      (all, topic) => {
        const behind = placesOf(prefix + topic, partitions()).filter((place) => (all.get(place) ?? 0) > 0);
        return Math.max(0, ...behind.map((place) => this.ageOf(place.slice(prefix.length))));
      },
    );
  }

  private async lags({ groupId, prefix, topics }: Subscribed): Promise<Lags> {
    const names = topics.map((topic) => prefix + topic);
    const [ends, handled] = await Promise.all([
      this.kafka.endOffsets(names),
      this.kafka.handledOffsets(groupId, names),
    ]);
    return new Map(
      [...ends].map(([place, end]) => [place, Math.max(0, Number(end - (handled.get(place) ?? 0n)))]),
    );
  }

  private ageOf(place: string): number {
    return (performance.now() - (this.messaging.handledUpTo.get(place) ?? this.began)) / 1_000;
  }
}

const placesOf = (topic: string, places: readonly string[]) =>
  places.filter((place) => place.startsWith(`${topic}/`));

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
