import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { isPassing } from '#database';
import { BatchGatherer } from './batch-gatherer.js';
import type { ConsumedRecord, RunningConsumer, Subscription } from './kafka-port.js';

/** A member that died is missed after this long; the broker's default lower bound. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 1_000;
/** Longest that a fetch waits when there is nothing. It answers at the first record. */
const IDLE_FETCH_MS = 1_000;
/** More than the partitions that one member can have: what one fetch brings is handled together. */
const PARTITIONS_AT_ONCE = 64;
const FIRST_BACK_OFF_MS = 200;
const MAX_BACK_OFF_MS = 5_000;

/**
 * One member of a group, kept running. When kafkajs gives up for a reason that lies with the brokers, a new member
 * takes its place, as often as it takes; only an error that nobody foresaw is fatal.
 */
export class KafkajsConsumer implements RunningConsumer {
  private consumer: Consumer | undefined;
  private isJoined = false;
  private assignment: { [topic: string]: number[] } = {};
  private closed = false;
  /** Until the next member takes its place: longer each time, until one has fetched. */
  private backOff = FIRST_BACK_OFF_MS;

  constructor(
    private readonly kafka: Kafka,
    private readonly subscription: Subscription,
  ) {}

  joined(): boolean {
    return this.isJoined;
  }

  partitions(): readonly string[] {
    if (!this.isJoined) return [];
    return Object.entries(this.assignment).flatMap(([topic, all]) => all.map((each) => `${topic}/${each}`));
  }

  /** Rejects when the brokers cannot be reached now. */
  async start(): Promise<void> {
    const { groupId, topics } = this.subscription;
    const consumer = this.kafka.consumer({
      groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      rebalanceTimeout: 10_000,
      maxWaitTimeInMs: IDLE_FETCH_MS,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: Number.MAX_SAFE_INTEGER },
    });
    this.consumer = consumer;
    this.followMembership(consumer);
    commitPastMarkers(consumer);
    const gatherer = new BatchGatherer(consumer, this.subscription.onBatch);
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => handleBatch(gatherer, payload, () => this.holds(payload)),
    });
    for (const [place, offset] of this.subscription.beginAt ?? [])
      consumer.seek({ ...placeOf(place), offset: String(offset) });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.consumer?.disconnect();
  }

  /** A service that stops does not wait for a database that is away: the batch is another's then. */
  private async holds(payload: EachBatchPayload): Promise<void> {
    if (this.closed) throw new Error('This member is leaving its group.');
    await payload.heartbeat();
  }

  private async leave(): Promise<void> {
    try {
      await this.consumer?.disconnect();
    } catch {
      // it was not connected any more
    }
  }

  private followMembership(consumer: Consumer): void {
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.isJoined = true;
      this.assignment = payload.memberAssignment;
    });
    consumer.on(consumer.events.FETCH, () => void (this.backOff = FIRST_BACK_OFF_MS));
    consumer.on(consumer.events.REBALANCING, () => void (this.isJoined = false));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.isJoined = false;
      if (!payload.restart) void this.replace(payload.error);
    });
  }

  private async replace(error: unknown): Promise<void> {
    for (let failure = error; !this.closed;) {
      if (!isBrokersFault(failure)) return this.subscription.onFatal(failure as Error);
      this.subscription.onReplace?.(failure as Error);
      await this.leave();
      await sleep(this.backOff);
      this.backOff = Math.min(this.backOff * 2, MAX_BACK_OFF_MS);
      if (this.closed) return;
      try {
        await this.start();
        if (this.closed) await this.leave(); // nobody else would: close() knew the one before
        return;
      } catch (again) {
        failure = again;
      }
    }
  }
}

/** kafkajs's own errors tell of brokers and groups, as do those of connections; anything else is a defect. */
const isBrokersFault = (error: unknown): boolean =>
  (error instanceof Error && error.name.startsWith('KafkaJS')) || isPassing(error);

function placeOf(place: string): { topic: string; partition: number } {
  const [topic, partition] = place.split('/') as [string, string];
  return { topic, partition: Number(partition) };
}

async function handleBatch(
  gatherer: BatchGatherer,
  payload: EachBatchPayload,
  heartbeat: () => Promise<void>,
): Promise<void> {
  const { batch } = payload;
  if (!payload.isRunning() || payload.isStale()) return;
  await gatherer.handle({
    records: batch.messages.map((message) => consumedRecord(batch.topic, batch.partition, message)),
    next: { topic: batch.topic, partition: batch.partition, offset: String(BigInt(batch.lastOffset()) + 1n) },
    heartbeat,
  });
  payload.resolveOffset(batch.messages.at(-1)!.offset);
}

/**
 * The end marker of a transaction takes an offset but reaches no handler. It is committed too, so that "handled up
 * to the end" can be read off the group's offsets.
 */
function commitPastMarkers(consumer: Consumer): void {
  consumer.on(
    consumer.events.END_BATCH_PROCESS,
    ({ payload: { topic, partition, batchSize, lastOffset } }) => {
      if (batchSize > 0) return;
      const offset = String(BigInt(lastOffset) + 1n);
      consumer.commitOffsets([{ topic, partition, offset }]).catch(() => undefined);
    },
  );
}

function consumedRecord(
  topic: string,
  partition: number,
  message: EachBatchPayload['batch']['messages'][number],
): ConsumedRecord {
  return {
    topic,
    partition,
    offset: message.offset,
    key: storable(message.key?.toString() ?? ''),
    headers: Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [storable(name), storable(String(value))]),
    ),
    value: message.value?.toString() ?? '',
    timestamp: Number(message.timestamp),
  };
}

/** PostgreSQL's text takes no NUL: whatever a producer sends, it must be possible to park it. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD');
