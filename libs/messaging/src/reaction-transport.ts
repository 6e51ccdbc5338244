import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { type EventDefinition, type TopicName, topics } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { ReadinessChecks, SETTINGS, type Settings, Tracing } from '#runtime';
import { TopicSealer } from '#security';
import { BatchHandler, type Handling } from './batch-handler.js';
import type { Received } from './event.js';
import { KAFKA } from './kafka.provider.js';
import type { KafkaPort, RunningConsumer } from './kafka-port.js';
import { kafkaSentence } from './kafka-sentence.js';
import { whenNew } from './keep-trying.js';
import { LagMetrics } from './lag-metrics.js';
import { MessagingMetrics } from './messaging-metrics.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { ownTopics } from './own-topics.js';
import { TopicWatch } from './topic-watch.js';

/** Nest's transport for reactions: hands batches of events from Kafka to the handlers made by `@ReactsTo`. */
@Injectable()
export class ReactionTransport extends Server implements CustomTransportStrategy {
  protected override readonly logger = new Logger(ReactionTransport.name);
  private consumer: RunningConsumer | undefined;
  private watch: TopicWatch | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(KAFKA) private readonly kafka: KafkaPort,
    readonly transactions: Transactions,
    readonly sealer: TopicSealer,
    readonly metrics: MessagingMetrics,
    readonly tracing: Tracing,
    private readonly lag: LagMetrics,
    checks: ReadinessChecks,
  ) {
    super();
    checks.registerForStart('kafka-consumer', async () => {
      if (this.messageHandlers.size > 0 && !this.consumer?.joined())
        throw new Error('The consumer has not joined its group yet.');
    });
  }

  /** A second handler under one name would be silently chained by Nest; here it stops the start. */
  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEvent?: boolean,
    extras?: Record<string, unknown>,
  ) {
    if (this.messageHandlers.has(pattern)) throw new Error(`Two handlers for one reaction: ${pattern}`);
    const definition = extras?.[pattern] as EventDefinition | undefined;
    if (!definition || !(definition.topic in topics))
      throw new Error(`A reaction without a contract: ${pattern}`);
    super.addHandler(pattern, callback, isEvent, extras);
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(callback, callback);
  }

  async close(): Promise<void> {
    this.watch?.stop();
    await this.consumer?.close();
    await this.kafka.close();
  }

  /** The topics, by their declared names, that this service's reactions need. */
  topicsRead(): TopicName[] {
    return [...new Set([...this.handlings().values()].map(({ definition }) => definition.topic))];
  }

  /** Handles records with this service's reactions. */
  batchHandler(): BatchHandler {
    return new BatchHandler(this.handlings(), this);
  }

  private async start(): Promise<void> {
    const read = this.topicsRead();
    const { KAFKA_TOPIC_PREFIX: prefix } = this.settings;
    const needed = [...new Set([...read, ...ownTopics(this.options.service)])].map((topic) => prefix + topic);
    this.watch = new TopicWatch(() => this.kafka.topicProblems(needed));
    await this.watch.untilUsable();
    this.watch.start();
    if (read.length === 0) return;
    const groupId = prefix + this.options.service;
    const partitions = () => this.consumer?.partitions() ?? [];
    this.lag.watch({ groupId, prefix, topics: read, partitions });
    const handler = this.batchHandler();
    const sayAnew = whenNew((why) => this.logger.warn(`The Kafka consumer starts anew. ${why}`));
    this.consumer = await this.kafka.consume({
      groupId,
      topics: read.map((topic) => prefix + topic),
      onBatch: (records, hold) =>
        handler.handle(
          records.map((record) => ({ ...record, topic: record.topic.slice(prefix.length) })),
          hold,
        ),
      onReplace: (error) => sayAnew(kafkaSentence(error)),
      onFatal: (error) => this.stopProcess(error),
    });
  }

  private handlings(): Map<string, Handling> {
    const handlings = new Map<string, Handling>();
    for (const [pattern, handler] of this.messageHandlers) {
      const definition = handler.extras![pattern] as EventDefinition;
      const handling = handlings.get(definition.type) ?? { definition, reactions: [] };
      handling.reactions.push((events, tx) => call(handler, events, tx));
      handlings.set(definition.type, handling);
    }
    return handlings;
  }

  /** An error that nobody foresaw: nothing would be handled any more. The orchestrator starts us again. */
  private stopProcess(error: Error): void {
    this.logger.fatal(`The Kafka consumer stopped for good, so this process ends: ${error.message}`);
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }

  on(): never {
    throw new Error('This transport has no events to listen to.');
  }

  unwrap<T>(): T {
    return this.kafka as T;
  }
}

async function call(handler: MessageHandler, events: Received[], tx: Transaction): Promise<void> {
  const outcome: unknown = await handler(events, tx);
  if (isObservable(outcome)) await lastValueFrom(outcome, { defaultValue: undefined });
}

function isObservable(value: unknown): value is Parameters<typeof lastValueFrom>[0] {
  return typeof (value as { subscribe?: unknown } | undefined)?.subscribe === 'function';
}
