import { createRequire } from 'node:module';
import { decodeRecord, encodeRecord, type RecordToEncode } from './kafkajs-records.js';

// kafkajs's own, as they are where kafkajs-patches.ts has not been imported
const require = createRequire(import.meta.url);
const theirEncode = require('kafkajs/src/protocol/recordBatch/record/v0/index.js');
const theirDecode = require('kafkajs/src/protocol/recordBatch/record/v0/decoder.js');
const Decoder = require('kafkajs/src/protocol/decoder.js');

const long = '毕业'.repeat(3_000);
const records: [string, RecordToEncode][] = [
  ['one of ours', { offsetDelta: 3, key: 'key', value: '{"name":"王·阿依古丽"}', headers: { ce_id: 'x', 'content-type': 'application/json' } }], // prettier-ignore
  ['nothing at all', {}],
  ['a tombstone', { key: 'key', value: null }],
  ['empty texts', { key: '', value: '', headers: { '': '' } }],
  ['bytes', { key: Buffer.from([0, 255]), value: Buffer.from([0x80]), headers: { raw: Buffer.from([1]) } }],
  ['long texts', { offsetDelta: 70_000, timestampDelta: 2 ** 30, key: long, value: long, headers: { long } }],
  ['a header with two values', { value: 'v', headers: { twice: ['one', Buffer.from('two')], thrice: ['1', '2', '3'] } }], // prettier-ignore
  ['sixty-four bytes, where a length takes a second byte', { key: 'k'.repeat(63), value: 'v'.repeat(64) }],
];

describe('Records of Kafka', () => {
  it.each(records)('are written as kafkajs writes them: %s', (_, record) => {
    const ours = encodeRecord(record);
    expect(ours.buffer).toEqual(theirEncode(record).buffer);
    expect(ours.size()).toBe(ours.buffer.length);
  });

  it.each(records)('are read as kafkajs reads them: %s', (_, record) => {
    const bytes = theirEncode(record).buffer;
    for (const context of [
      { firstOffset: '9007199254740993', firstTimestamp: '1764000000000', magicByte: 2 },
      { firstOffset: '0', firstTimestamp: '1', timestampType: 1, maxTimestamp: '5', isControlBatch: true },
    ])
      expect(decodeRecord(afterLength(bytes), context)).toEqual(theirDecode(afterLength(bytes), context));
  });

  it('are read whatever their headers are called', () => {
    const headers = Object.fromEntries(['constructor', '__proto__'].map((name) => [name, Buffer.from('v')]));
    const read = decodeRecord(afterLength(encodeRecord({ headers }).buffer));
    expect(Object.entries(read.headers)).toEqual(Object.entries(headers));
  });
});

function afterLength(bytes: Buffer) {
  const decoder = new Decoder(bytes);
  decoder.readVarInt();
  return decoder;
}
