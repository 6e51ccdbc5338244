import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import { SealBroken } from './gcm.js';
import { TopicSealer } from './topic-sealer.js';

const t1 = randomBytes(32);
const t2 = randomBytes(32);
const ring = { current: 't1', keys: { t1 } };
const sealer = new TopicSealer({ TOPIC_KEYS: { students: ring, applications: ring } });
const rotated = new TopicSealer({ TOPIC_KEYS: { students: { current: 't2', keys: { t1, t2 } } } });
const stranger = new TopicSealer({ TOPIC_KEYS: { students: { current: 't2', keys: { t2 } } } });
const identity = { name: '阿依·买买提', idNumber: '510202199001011234' };
const header = { alg: 'dir', enc: 'A256GCM', kid: 't1', aud: 'students' };

const byJose = (protectedHeader: { alg: string; enc: string; [name: string]: unknown }, key = t1) =>
  new CompactEncrypt(Buffer.from(JSON.stringify(identity))).setProtectedHeader(protectedHeader).encrypt(key);

describe('sealing for a topic', () => {
  it('opens what it sealed', () => {
    expect(sealer.open('students', sealer.seal('students', identity))).toEqual(identity);
  });

  it('is a JWE that names its key and its topic, and nothing of the person', () => {
    expect(decodeProtectedHeader(sealer.seal('students', identity))).toEqual(header);
  });

  it('is opened by another implementation of JWE', async () => {
    const { plaintext } = await compactDecrypt(sealer.seal('students', identity), t1);
    expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual(identity);
  });

  it('opens what another implementation of JWE has sealed', async () => {
    expect(sealer.open('students', await byJose(header))).toEqual(identity);
  });

  it('seals one value to another text each time, so that equal ones do not show', () => {
    expect(sealer.seal('students', identity)).not.toBe(sealer.seal('students', identity));
  });

  it('does not open on another topic, even when both have one key', () => {
    const jwe = sealer.seal('students', identity);
    expect(() => sealer.open('applications', jwe)).toThrow(SealBroken);
  });

  it('opens older envelopes after a rotation', () => {
    expect(rotated.open('students', sealer.seal('students', identity))).toEqual(identity);
  });

  it('does not open without the key', () => {
    expect(() => stranger.open('students', sealer.seal('students', identity))).toThrow(SealBroken);
  });

  it.each([0, 2, 3, 4])('does not open when part %i is damaged', (at) => {
    const parts = sealer.seal('students', identity).split('.');
    parts[at] = `${parts[at]!.startsWith('A') ? 'B' : 'A'}${parts[at]!.slice(1)}`;
    expect(() => sealer.open('students', parts.join('.'))).toThrow(SealBroken);
  });

  it.each([
    ['a tag cut short', (jwe: string) => jwe.slice(0, -4)],
    ['no tag', (jwe: string) => jwe.slice(0, jwe.lastIndexOf('.'))],
    ['a further part', (jwe: string) => `${jwe}.AAAA`],
    ['an encrypted key', (jwe: string) => jwe.replace('..', '.AAAA.')],
    ['plain text', () => JSON.stringify(identity)],
    ['nothing', () => ''],
  ])('refuses %s', (_, damage) => {
    expect(() => sealer.open('students', damage(sealer.seal('students', identity)))).toThrow(SealBroken);
  });

  it('refuses what is sealed in another way, although the key is right', async () => {
    const other = await byJose({ ...header, enc: 'A128CBC-HS256' });
    expect(() => sealer.open('students', other)).toThrow(SealBroken);
    const inherited = await byJose({ ...header, kid: 'constructor' });
    expect(() => sealer.open('students', inherited)).toThrow(SealBroken);
  });

  it('names the topic that has no key', () => {
    expect(() => sealer.seal('outcomes', identity)).toThrow('TOPIC_KEYS holds no key for outcomes.');
    expect(() => sealer.open('constructor', '')).toThrow('TOPIC_KEYS holds no key for constructor.');
  });
});
