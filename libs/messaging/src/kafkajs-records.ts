/** What kafkajs's `Encoder` is to those who write it into another one. */
interface Encoded {
  readonly buf: Buffer;
  readonly buffer: Buffer;
  size(): number;
}

type Bytes = Buffer | string | null | undefined;

export interface RecordToEncode {
  readonly offsetDelta?: number;
  /** Milliseconds after the batch's first timestamp. */
  readonly timestampDelta?: number;
  readonly key?: Bytes;
  readonly value?: Bytes;
  readonly headers?: Record<string, Bytes | Bytes[]>;
}

/** The part of kafkajs's `Decoder` that a record needs. */
export interface RecordDecoder {
  readInt8(): number;
  readVarInt(): number;
  readVarLong(): { toString(): string };
  readVarIntBytes(): Buffer | null;
  readVarIntString(): string | null;
}

export interface BatchContext {
  readonly firstOffset?: string;
  readonly firstTimestamp?: string;
  readonly magicByte?: number;
  readonly isControlBatch?: boolean;
  readonly timestampType?: number;
  readonly maxTimestamp?: string;
}

const LOG_APPEND_TIME = 1;

/**
 * One record of a record batch, version 2 of Kafka's message format
 * (https://kafka.apache.org/documentation/#record): the bytes that kafkajs writes, but into one buffer of the right
 * size. kafkajs makes a zeroed buffer of 512 bytes for each header, and a record of ours has a dozen.
 */
export function encodeRecord({
  offsetDelta = 0,
  timestampDelta = 0,
  key,
  value,
  headers = {},
}: RecordToEncode): Encoded {
  const fields: Bytes[] = [];
  let count = 0;
  for (const name of Object.keys(headers)) {
    const values = headers[name];
    for (const each of Array.isArray(values) ? values : [values]) {
      fields.push(name, each);
      count++;
    }
  }
  const sizes = [sizeOf(key), sizeOf(value), ...fields.map(sizeOf)];
  const body =
    1 + // attributes, none of which is in use
    varIntLength(timestampDelta) +
    varIntLength(offsetDelta) +
    varIntLength(count) +
    sizes.reduce((sum, size) => sum + varIntLength(size) + Math.max(size, 0), 0);
  const buffer = Buffer.allocUnsafe(varIntLength(body) + body);
  let at = writeVarInt(buffer, body, 0);
  buffer[at++] = 0;
  at = writeVarInt(buffer, timestampDelta, at);
  at = writeVarInt(buffer, offsetDelta, at);
  at = writeField(buffer, key, sizes[0]!, at);
  at = writeField(buffer, value, sizes[1]!, at);
  at = writeVarInt(buffer, count, at);
  fields.forEach((field, n) => (at = writeField(buffer, field, sizes[n + 2]!, at)));
  return { buf: buffer, buffer, size: () => buffer.length };
}

/** Reads a record as kafkajs does, without copying its headers once for each of them. */
export function decodeRecord(decoder: RecordDecoder, batchContext: BatchContext = {}) {
  const { firstOffset = '0', firstTimestamp = '0', maxTimestamp } = batchContext;
  const attributes = decoder.readInt8();
  const timestampDelta = decoder.readVarLong();
  const timestamp =
    batchContext.timestampType === LOG_APPEND_TIME && maxTimestamp
      ? maxTimestamp
      : String(BigInt(firstTimestamp) + BigInt(timestampDelta.toString()));
  const offset = String(BigInt(firstOffset) + BigInt(decoder.readVarInt()));
  const key = decoder.readVarIntBytes();
  const value = decoder.readVarIntBytes();
  // without a prototype: a header may be called `constructor`
  const headers: Record<string, Buffer | null | (Buffer | null)[]> = Object.create(null);
  for (let left = decoder.readVarInt(); left > 0; left--) {
    const name = decoder.readVarIntString() ?? 'null';
    const each = decoder.readVarIntBytes();
    const known = headers[name];
    headers[name] = known === undefined ? each : Array.isArray(known) ? [...known, each] : [known, each];
  }
  return {
    magicByte: batchContext.magicByte,
    attributes,
    timestamp,
    offset,
    key,
    value,
    headers,
    isControlRecord: batchContext.isControlBatch ?? false,
    batchContext,
  };
}

const sizeOf = (bytes: Bytes): number =>
  bytes === null || bytes === undefined ? -1 : Buffer.byteLength(bytes);

/** Numbers are written zigzag, seven bits to a byte. Ours have 31 bits at most. */
const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0;

function varIntLength(value: number): number {
  let length = 1;
  for (let rest = zigzag(value) >>> 7; rest > 0; rest >>>= 7) length++;
  return length;
}

function writeVarInt(buffer: Buffer, value: number, start: number): number {
  let at = start;
  let rest = zigzag(value);
  for (; rest > 0x7f; rest >>>= 7) buffer[at++] = (rest & 0x7f) | 0x80;
  buffer[at++] = rest;
  return at;
}

function writeField(buffer: Buffer, bytes: Bytes, size: number, start: number): number {
  const at = writeVarInt(buffer, size, start);
  if (bytes === null || bytes === undefined) return at;
  if (typeof bytes === 'string') buffer.write(bytes, at, size, 'utf8');
  else bytes.copy(buffer, at);
  return at + size;
}
