import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { EventDefinition } from '#contracts';
import { allSchools, isPassing, type Transaction, type Transactions } from '#database';
import type { TopicSealer } from '#security';
import { fromRecord } from './cloud-event.js';
import { park, parkedKeys } from './dead-letters.js';
import { describeError } from './describe-error.js';
import type { Received } from './event.js';
import { keepNew } from './inbox.js';
import type { ConsumedRecord, Hold } from './kafka-port.js';

/** What this service does with one event type: its reactions, in the order of the modules that list them. */
export interface Handling {
  readonly definition: EventDefinition;
  readonly reactions: ((events: Received[], tx: Transaction) => Promise<void>)[];
}

/** An event that was read, with the record that it came in; `failure` says why it could not be read. */
interface Item {
  readonly record: ConsumedRecord;
  readonly event?: Received;
  readonly failure?: string;
}

const TRIES = 3;
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 5_000;

/**
 * Handles the records of one partition: all in one transaction if it can be, else one by one. What is not an
 * event's fault is tried again for as long as it takes; what the event itself makes impossible is parked after a
 * few tries, and later events of its key behind it.
 */
export class BatchHandler {
  private readonly logger = new Logger(BatchHandler.name);

  constructor(
    private readonly handlings: ReadonlyMap<string, Handling>,
    private readonly transactions: Transactions,
    private readonly sealer: TopicSealer,
  ) {}

  /**
   * @param topic the topic's declared name, without a prefix
   * Rejects only with what `hold` rejects with.
   */
  async handle(topic: string, records: ConsumedRecord[], hold: Hold): Promise<void> {
    const known = records.filter(({ headers }) => this.handlings.has(headers.ce_type ?? ''));
    const items = await Promise.all(known.map((record) => this.read(record)));
    if (items.length === 0) return;
    const failure = await this.tryUntilDecided(topic, items, hold);
    if (failure === undefined) return;
    this.logger.warn(
      `A batch of ${items.length} of ${topic} failed and is handled one by one: ${describeError(failure)}`,
    );
    for (const item of items) await this.handleAlone(topic, item, hold);
  }

  private async handleAlone(topic: string, item: Item, hold: Hold): Promise<void> {
    let failure: unknown;
    for (let tries = 0; tries < TRIES; tries++) {
      failure = await this.tryUntilDecided(topic, [item], hold);
      if (failure === undefined) return;
      await sleep(FIRST_BACK_OFF_MS);
    }
    const { type = 'unknown', id = 'unknown' } = item.event ?? {};
    this.logger.error(`Event ${id} (${type}) is parked as a dead letter: ${describeError(failure)}`);
    const letter = [{ record: item.record, failure: describeError(failure) }];
    while ((failure = await this.tryUntilDecided(topic, letter, hold, 'FAILED')) !== undefined) {
      // Rather a partition that waits than an event that is lost.
      this.logger.error(`Event ${id} cannot even be parked; ${topic} waits: ${describeError(failure)}`);
      await waitHolding(LONGEST_BACK_OFF_MS, hold);
    }
  }

  /** Resolves with undefined when it is done, or with the error when the events are at fault. */
  private async tryUntilDecided(
    topic: string,
    items: Item[],
    hold: Hold,
    reason?: 'FAILED',
  ): Promise<unknown> {
    for (let backOff = FIRST_BACK_OFF_MS; ; backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MS)) {
      await hold.stillOurs();
      try {
        await this.transactions.run(allSchools, (tx) => this.process(tx, topic, items, reason));
        return undefined;
      } catch (error) {
        if (!isPassing(error)) return error ?? new Error('A reaction threw nothing.');
        this.logger.warn(`${topic} waits ${backOff} ms: ${describeError(error)}`);
      }
      await waitHolding(backOff, hold);
    }
  }

  private async process(
    tx: Transaction,
    topic: string,
    items: Item[],
    reason: 'UNREADABLE' | 'FAILED' = 'UNREADABLE',
  ) {
    const parked = await parkedKeys(
      tx,
      topic,
      items.map(({ record }) => record.key),
    );
    const [behind, free] = splitBehind(items, parked);
    await park(
      tx,
      topic,
      behind.map(({ record }) => record),
      'BEHIND',
      'An earlier event of this key is parked.',
    );
    for (const { record, failure } of free)
      if (failure !== undefined) await park(tx, topic, [record], reason, failure);
    const events = await keepNew(
      tx,
      topic,
      free.flatMap(({ event }) => event ?? []),
    );
    for (const run of runsOfOneType(events))
      for (const react of this.handlings.get(run[0]!.type)!.reactions) await react(run, tx);
  }

  private async read(record: ConsumedRecord): Promise<Item> {
    const { definition } = this.handlings.get(record.headers.ce_type!)!;
    try {
      return {
        record,
        event: await fromRecord(definition, { ...record, payload: record.value }, this.sealer),
      };
    } catch (error) {
      return { record, failure: describeError(error) };
    }
  }
}

/** Those that must wait because an earlier event of their key is parked, or is parked by this very batch. */
function splitBehind(items: Item[], parked: Set<string>): [behind: Item[], free: Item[]] {
  const behind: Item[] = [];
  const free: Item[] = [];
  for (const item of items) {
    (parked.has(item.record.key) ? behind : free).push(item);
    if (item.failure !== undefined) parked.add(item.record.key);
  }
  return [behind, free];
}

/**
 * Gathers events into runs of one type, as few and as long as can be, so that each reaction is called seldom. The
 * order within a key is kept; between keys there is none to keep.
 */
export function runsOfOneType<E extends Pick<Received, 'type' | 'key'>>(events: E[]): E[][] {
  const runs: E[][] = [];
  const runOfKey = new Map<string, number>();
  for (const event of events) {
    const earliest = runOfKey.get(event.key) ?? 0;
    let at = runs.findIndex((run, index) => index >= earliest && run[0]!.type === event.type);
    if (at < 0) at = runs.push([]) - 1;
    runs[at]!.push(event);
    runOfKey.set(event.key, at);
  }
  return runs;
}

async function waitHolding(milliseconds: number, hold: Hold): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1_000) {
    await sleep(Math.min(left, 1_000));
    await hold.stillOurs();
  }
}
