// Loaded before kafkajs: it patches, in the one version that we use (2.2.4, the last), what costs time, what loses records,
// and what it cannot do.
import { createRequire } from 'node:module';
import { decodeRecord, encodeRecord } from './kafkajs-records.js';
import { sendingAll } from './kafkajs-sends.js';

const require = createRequire(import.meta.url);

/** A producer's name for its broker, and its age among those of that name. */
interface ProducerEpoch {
  readonly transactionalId: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}

interface Broker {
  initProducerId: (
    this: Broker,
    request: { transactionalId?: string },
  ) => Promise<Omit<ProducerEpoch, 'transactionalId'>>;
  addPartitionsToTxn: (
    this: Broker,
    request: ProducerEpoch & { topics: { topic: string; partitions: number[] }[] },
  ) => Promise<unknown>;
  endTxn: (this: Broker, request: ProducerEpoch & { transactionResult: boolean }) => Promise<unknown>;
  produce: (this: Broker, request: { transactionalId?: string }) => Promise<unknown>;
}

const brokers: Broker = require('kafkajs/src/broker/index.js').prototype;
const { addPartitionsToTxn } = brokers;
const known = new Map<string, { coordinator: Broker; epoch: ProducerEpoch }>();
const withoutTransactions = new Set<string>();

/** Of 30 s that a request may take. */
const CHECK_TIMEOUTS_INTERVAL_MS = 1_000;
/** As kafkajs has it. */
const CHECK_PENDING_INTERVAL_MS = 10;

patchRequestQueue();
surviveSteppedClock();
growWithoutZeroing();
letSendWithoutTransactions();
replace('kafkajs/src/producer/sendMessages.js', sendingAll(require('kafkajs/src/producer/sendMessages.js')));
replace('kafkajs/src/protocol/recordBatch/record/v0/index.js', encodeRecord);
replace('kafkajs/src/protocol/recordBatch/record/v0/decoder.js', decodeRecord);

/**
 * kafkajs 2.2.4 wakes every millisecond, also when there is nothing to wait for: 6 % of a core in an idle process,
 * and a TimeoutNegativeWarning on Node 24. With nothing pending and no throttling there is nothing to schedule. It also
 * looks for requests that were not answered ten times a second, on each of four connections. And it reads the wall clock:
 * a step back would hold a request that nobody answers, or all requests of a client that was ever throttled, for as
 * long as the step.
 */
function patchRequestQueue(): void {
  const SocketRequest = require('kafkajs/src/network/requestQueue/socketRequest');
  const { send } = SocketRequest.prototype;
  SocketRequest.prototype.send = function (this: Request) {
    send.call(this);
    this.sentOn = performance.now();
  };
  Object.assign(require('kafkajs/src/network/requestQueue').prototype, {
    maybeThrottle(this: RequestQueue, milliseconds: number | null) {
      if (milliseconds !== null && milliseconds > 0)
        this.throttledUntil = Math.max(performance.now() + milliseconds, this.throttledUntil);
    },
    canSendSocketRequestImmediately(this: RequestQueue) {
      const isFull = this.inflight.size >= (this.maxInFlightRequests ?? Infinity);
      return !isFull && this.throttledUntil <= performance.now();
    },
    scheduleCheckPendingRequests(this: RequestQueue) {
      const throttledFor = this.throttledUntil - performance.now();
      if (this.throttleCheckTimeoutId || (this.pending.length === 0 && throttledFor <= 0)) return;
      this.throttleCheckTimeoutId = setTimeout(
        () => {
          this.throttleCheckTimeoutId = null;
          this.checkPendingRequests();
        },
        throttledFor > 0 ? throttledFor : CHECK_PENDING_INTERVAL_MS,
      );
    },
    scheduleRequestTimeoutCheck(this: RequestQueue) {
      if (!this.enforceRequestTimeout) return;
      this.destroy();
      this.requestTimeoutIntervalId = setInterval(() => {
        for (const request of this.inflight.values())
          if (performance.now() - request.sentOn > request.requestTimeout) request.timeoutRequest();
        if (!this.isConnected()) this.destroy();
      }, CHECK_TIMEOUTS_INTERVAL_MS);
    },
  });
}

interface Request {
  /** On the clock of `performance.now()`. */
  sentOn: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

interface RequestQueue {
  readonly enforceRequestTimeout: boolean;
  readonly maxInFlightRequests?: number | null;
  readonly inflight: Map<number, Request>;
  readonly pending: unknown[];
  /** On the clock of `performance.now()`. */
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  requestTimeoutIntervalId: NodeJS.Timeout;
  isConnected(): boolean;
  checkPendingRequests(): void;
  destroy(): void;
}

/**
 * kafkajs notes by the wall clock when it sent a heartbeat, and until when it believes its metadata. After a step back the
 * group would hear nothing for as long as the step, give the partitions to others, and refuse each commit.
 */
function surviveSteppedClock(): void {
  const consumerGroup = require('kafkajs/src/consumer/consumerGroup').prototype;
  const { heartbeat } = consumerGroup;
  consumerGroup.heartbeat = function (this: { lastRequest: number }, ...request: unknown[]) {
    this.lastRequest = Math.min(this.lastRequest, wallClock());
    return heartbeat.apply(this, request);
  };
  const brokerPool = require('kafkajs/src/cluster/brokerPool').prototype;
  const { refreshMetadataIfNecessary } = brokerPool;
  brokerPool.refreshMetadataIfNecessary = function (
    this: { metadataExpireAt: number | null; readonly metadataMaxAge: number },
    topics: string[],
  ) {
    if (this.metadataExpireAt !== null)
      this.metadataExpireAt = Math.min(this.metadataExpireAt, wallClock() + this.metadataMaxAge);
    return refreshMetadataIfNecessary.call(this, topics);
  };
}

// oxlint-disable-next-line no-restricted-properties -- what kafkajs compares its own notes with
const wallClock = () => Date.now();

/** A request is copied into a larger buffer again and again while it grows; the new one need not be zeroed first. */
function growWithoutZeroing(): void {
  const Encoder = require('kafkajs/src/protocol/encoder.js');
  Encoder.prototype.ensureAvailable = function (this: { buf: Buffer; offset: number }, length: number) {
    if (this.offset + length <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Encoder.nextPowerOfTwo(this.offset + length));
    this.buf.copy(larger, 0, 0, this.offset);
    this.buf = larger;
  };
}

/**
 * Writes the marker of an empty, aborted transaction into every one of the partitions: their brokers hear of the epoch
 * with which the producer was made known last. They may write it after this has resolved.
 */
export async function writeMarkers(
  transactionalId: string,
  topics: { topic: string; partitions: number[] }[],
): Promise<void> {
  const { coordinator, epoch } = known.get(transactionalId)!;
  await addPartitionsToTxn.call(coordinator, { ...epoch, topics });
  await coordinator.endTxn({ ...epoch, transactionResult: false });
}

/** From now on a transaction of that id is one to kafkajs only; what it sends are plain idempotent records. */
export function sendWithoutTransactions(transactionalId: string): void {
  withoutTransactions.add(transactionalId);
}

/** kafkajs sends with a transactional id only within a transaction. */
function letSendWithoutTransactions(): void {
  const { initProducerId, produce } = brokers;
  brokers.initProducerId = async function (request) {
    const epoch = await initProducerId.call(this, request);
    const { transactionalId } = request;
    if (transactionalId !== undefined)
      known.set(transactionalId, { coordinator: this, epoch: { transactionalId, ...epoch } });
    return epoch;
  };
  brokers.addPartitionsToTxn = async function (request) {
    if (withoutTransactions.has(request.transactionalId)) return undefined;
    return addPartitionsToTxn.call(this, request);
  };
  brokers.produce = function ({ transactionalId, ...request }) {
    const isPlain = transactionalId !== undefined && withoutTransactions.has(transactionalId);
    return produce.call(this, isPlain ? request : { transactionalId, ...request });
  };
}

/** Puts ours in the place of a module of kafkajs's that is one function, before anything has asked for it. */
function replace(module: string, ours: unknown): void {
  require(module);
  require.cache[require.resolve(module)]!.exports = ours;
}
