import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type EventDefinition, topics } from '#contracts';
import { allSchools, describeError, type Transaction, type Transactions } from '#database';
import { type Tracing, withoutLongNumbers } from '#runtime';
import type { TopicSealer } from '#security';
import { knownLetters, park, type ParkReason } from './dead-letters.js';
import type { Received } from './event.js';
import { HandlingStarts } from './handling-starts.js';
import { type Contradiction, keepNew } from './inbox.js';
import { inTheirTraces } from './in-their-traces.js';
import { type Item, readItems, sortOut } from './items.js';
import type { ConsumedRecord, Hold } from './kafka-port.js';
import type { MessagingMetrics } from './messaging-metrics.js';
import { runsOfOneType } from './runs-of-one-type.js';
import { MAX_BACK_OFF_MS, LostPartitions, untilPassed, waitHolding } from './until-passed.js';

/** What this service does with one event type: its reactions, in the order of the modules that list them. */
export interface Handling {
  readonly definition: EventDefinition;
  readonly reactions: ((events: Received[], tx: Transaction) => Promise<void>)[];
}

/** What handling needs of the service. */
export interface HandlingTools {
  readonly transactions: Transactions;
  readonly sealer: TopicSealer;
  readonly metrics: Pick<MessagingMetrics, 'batchHandled' | 'retries' | 'contradictions'>;
  readonly tracing: Tracing;
}

/** By event type. */
export type Handlings = ReadonlyMap<string, Handling>;

const MAX_ATTEMPTS = 3;
const RETRY_DELAY_MS = 100;

/**
 * Handles records of one or several partitions: all in one transaction if it can be, else one by one. What is not an
 * event's fault is tried again for as long as it takes; what the event itself makes impossible is parked after a
 * few attempts, and later events of its key behind it.
 */
export class BatchHandler {
  private readonly logger = new Logger(BatchHandler.name);
  private readonly starts: HandlingStarts;

  constructor(
    private readonly handlings: Handlings,
    private readonly tools: HandlingTools,
  ) {
    this.starts = new HandlingStarts(tools.transactions);
  }

  /**
   * @param records with the declared names of their topics, without a prefix
   * Rejects only with what `hold` rejects with.
   */
  async handle(records: ConsumedRecord[], hold: Hold): Promise<void> {
    const began = performance.now();
    const items = await this.read(records);
    try {
      if (items.length > 0) await this.handleItems(items, hold);
    } catch (error) {
      if (!(error instanceof LostPartitions)) throw error;
      await this.starts.takeBack(items).catch(() => undefined);
      throw error.reason;
    }
    this.tools.metrics.batchHandled(records, (performance.now() - began) / 1_000);
  }

  private async handleItems(items: Item[], hold: Hold): Promise<void> {
    const { counted, suspicious } = await this.untilPassed(hold, () => this.starts.begin(items));
    if (suspicious) await this.handleWarily(items, hold);
    else await this.handleTogether(items, hold);
    if (counted) await this.untilPassed(hold, () => this.starts.finish(items));
  }

  /** Handles items outside of Kafka, in one transaction of the caller's, as if none of their key were parked. */
  async handleIn(tx: Transaction, items: Item[]): Promise<void> {
    const { fresh, contradictions } = await keepNew(
      tx,
      items.flatMap(({ event }) => event ?? []),
      (event) => contentOf(event, this.handlings.get(event.type)!.definition),
    );
    if (contradictions.length > 0) tx.afterCommit(() => this.report(contradictions));
    await inTheirTraces(this.tools.tracing, fresh, async (traced) => {
      for (const run of runsOfOneType(traced))
        for (const react of this.handlings.get(run[0]!.type)!.reactions) await react(run, tx);
    });
  }

  /** Only the owner can tell which of two is right: what happens to them is what happens to others. */
  private report(contradictions: readonly Contradiction[]): void {
    this.tools.metrics.contradictions.inc(contradictions.length);
    for (const { event, seen } of contradictions) {
      const { id, type, topic, version } = event;
      const of = `version ${version} of ${withoutLongNumbers(event.subject)}`;
      this.logger.error(
        seen === version
          ? `Event ${id} (${type}) of ${topic} says otherwise of ${of} than an event before it.`
          : `Event ${id} (${type}) of ${topic} replays ${of}, and this service has seen version ${seen}: its copy is ahead of the owner.`,
      );
    }
  }

  /** What a record holds for this service; nothing where no reaction names its type. */
  read(records: ConsumedRecord[]): Promise<Item[]> {
    return readItems(records, this.handlings, this.tools.sealer);
  }

  private async handleTogether(items: Item[], hold: Hold): Promise<void> {
    const failure = await this.tryUntilDecided(items, hold);
    if (failure === undefined) return;
    this.tools.metrics.retries.inc({ cause: 'event_failed' });
    this.logger.warn(
      `A batch of ${items.length} failed and is handled one by one: ${describeError(failure)}`,
    );
    for (const item of items) await this.handleAlone(item, hold);
  }

  /** This process has died over this batch before: each event is begun on the record, and parked if it is the one. */
  private async handleWarily(items: Item[], hold: Hold): Promise<void> {
    this.logger.warn(`A batch of ${items.length} ended this service before; it is handled one by one.`);
    for (const item of items) {
      const { deadly } = await this.untilPassed(hold, () => this.starts.beginAlone(item));
      if (deadly) await this.parkForSure({ ...item, event: undefined, failure: DEADLY }, 'KILLS', hold);
      else await this.handleAlone(item, hold);
      await this.untilPassed(hold, () => this.starts.finishAlone(item));
    }
  }

  private async handleAlone(item: Item, hold: Hold): Promise<void> {
    let failure: unknown;
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      failure = await this.tryUntilDecided([item], hold);
      if (failure === undefined) return;
      await sleep(RETRY_DELAY_MS);
    }
    await this.parkForSure({ ...item, event: undefined, failure: describeError(failure) }, 'FAILED', hold);
  }

  /** Rather a partition that waits than an event that is lost. */
  private async parkForSure(item: Item, reason: ParkReason, hold: Hold): Promise<void> {
    const { ce_type: type = 'unknown', ce_id: id = 'unknown' } = item.record.headers;
    this.logger.error(`Event ${id} (${type}) is parked as a dead letter: ${item.failure}`);
    let failure: unknown;
    while ((failure = await this.tryUntilDecided([item], hold, reason)) !== undefined) {
      this.logger.error(`Event ${id} cannot even be parked, so all wait: ${describeError(failure)}`);
      await waitHolding(MAX_BACK_OFF_MS, hold);
    }
  }

  /** Resolves with undefined when it is done, or with the error when the events are at fault. */
  private async tryUntilDecided(items: Item[], hold: Hold, reason?: ParkReason): Promise<unknown> {
    try {
      await this.untilPassed(hold, () =>
        this.tools.transactions.run(allSchools, (tx) => this.process(tx, items, reason)),
      );
      return undefined;
    } catch (error) {
      if (error instanceof LostPartitions) throw error;
      return error ?? new Error('A reaction threw nothing.');
    }
  }

  private untilPassed<T>(hold: Hold, work: () => Promise<T>): Promise<T> {
    return untilPassed(hold, work, (error, waits) => {
      this.tools.metrics.retries.inc({ cause: 'passing_failure' });
      this.logger.warn(`Handling waits ${waits} ms: ${describeError(error)}`);
    });
  }

  private async process(tx: Transaction, items: Item[], reason: ParkReason = 'UNREADABLE'): Promise<void> {
    const { open, parkedKeys } = await knownLetters(tx, items);
    const { behind, broken, sound } = sortOut(open, parkedKeys);
    await park(tx, [
      ...behind.map((item) => ({ ...item, reason: 'BEHIND' as const, failure: BEHIND })),
      ...broken.map((item) => ({ ...item, reason, failure: item.failure! })),
    ]);
    await this.handleIn(tx, sound);
  }
}

/**
 * Without identity, which is stored only sealed. A fact that is replayed may say more than it once did, and of a service
 * many events tell at one version: its digests.
 */
function contentOf(
  { type, data, replayed }: Received,
  { sealed, topic, subject }: EventDefinition,
): string | null {
  if ((replayed && topics[topic].kind === 'facts') || subject === 'service') return null;
  const open = Object.entries(data).filter(([field]) => field !== sealed);
  const digest = hash('sha256', JSON.stringify([type, open]));
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'); // as PostgreSQL writes a UUID
}

const BEHIND = 'An earlier event of this key is parked.';
const DEADLY = 'The service ended each time that it handled this event.';
