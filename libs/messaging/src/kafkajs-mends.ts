// Imported before kafkajs: it mends, in the one version that we use (2.2.4, the last), what costs us most.
import { createRequire } from 'node:module';
import { decodeRecord, encodeRecord } from './kafkajs-records.js';

const require = createRequire(import.meta.url);

quietRequestQueue();
growWithoutZeroing();
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

/** Puts ours in the place of a module of kafkajs's that is one function, before anything has asked for it. */
function replace(module: string, ours: unknown): void {
  require(module);
  require.cache[require.resolve(module)]!.exports = ours;
}
