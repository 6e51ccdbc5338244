// Imported before kafkajs: it mends, in the one version that we use (2.2.4, the last), what costs us most.
import { createRequire } from 'node:module';
import { decodeRecord, encodeRecord } from './kafkajs-records.js';
import { sendingAll } from './kafkajs-sends.js';

const require = createRequire(import.meta.url);

/** The part of kafkajs's that knows a producer's id, epoch and transaction. */
export interface EosManager {
  addPartitionsToTransaction(topics: { topic: string; partitions: { partition: number }[] }[]): Promise<void>;
  /** Makes the producer known; raises its epoch, and waits until an ended transaction is complete. */
  initProducerId(): Promise<void>;
  isTransactional(): boolean;
}

let newest: EosManager | undefined;

/** Of 30 s that a request may take. */
const CHECK_TIMEOUTS_EVERY_MS = 1_000;

quietRequestQueue();
growWithoutZeroing();
noticeManagers();
replace('kafkajs/src/producer/sendMessages.js', sendingAll(require('kafkajs/src/producer/sendMessages.js')));
replace('kafkajs/src/protocol/recordBatch/record/v0/index.js', encodeRecord);
replace('kafkajs/src/protocol/recordBatch/record/v0/decoder.js', decodeRecord);

/**
 * kafkajs 2.2.4 wakes every millisecond, also when there is nothing to wait for: 6 % of a core in an idle process,
 * and a TimeoutNegativeWarning on Node 24. With nothing pending and no throttling there is nothing to schedule.
 */
function quietRequestQueue(): void {
  const RequestQueue = require('kafkajs/src/network/requestQueue');
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: {
    pending: unknown[];
    throttledUntil: number;
  }) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
  // It looks for requests that were not answered ten times a second, on each of four connections.
  RequestQueue.prototype.scheduleRequestTimeoutCheck = function (this: RequestQueueParts) {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      for (const request of this.inflight.values())
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    }, CHECK_TIMEOUTS_EVERY_MS);
  };
}

interface RequestQueueParts {
  readonly enforceRequestTimeout: boolean;
  readonly inflight: Map<number, { sentAt: number; requestTimeout: number; timeoutRequest(): void }>;
  requestTimeoutIntervalId: NodeJS.Timeout;
  isConnected(): boolean;
  destroy(): void;
}

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

/** The manager, which kafkajs keeps to itself, of a transactional producer whose first transaction this begins. */
export function withItsManager<T>(begin: () => T): { begun: T; manager: EosManager } {
  newest = undefined;
  const begun = begin();
  if (!newest) throw new Error('No transaction was begun.');
  return { begun, manager: newest };
}

function noticeManagers(): void {
  const createManager = require('kafkajs/src/producer/eosManager/index.js');
  replace('kafkajs/src/producer/eosManager/index.js', (options: { transactional?: boolean }) => {
    const manager: EosManager = createManager(options);
    if (options.transactional) newest = manager;
    return manager;
  });
}

/** Puts ours in the place of a module of kafkajs's that is one function, before anything has asked for it. */
function replace(module: string, ours: unknown): void {
  require(module);
  require.cache[require.resolve(module)]!.exports = ours;
}
