import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { SealBroken } from './sealer.js';
import { TopicSealer } from './topic-sealer.js';

const t1 = randomBytes(32);
const t2 = randomBytes(32);
const ring = { current: 't1', keys: { t1 } };
const sealer = new TopicSealer({ TOPIC_KEYS: { students: ring, applications: ring } });
const rotated = new TopicSealer({ TOPIC_KEYS: { students: { current: 't2', keys: { t1, t2 } } } });
const stranger = new TopicSealer({ TOPIC_KEYS: { students: { current: 't2', keys: { t2 } } } });
const identity = { name: '阿依·买买提', idNumber: '510202199001011234' };

describe('sealing for a topic', () => {
  it('opens what it sealed', async () => {
    await expect(sealer.open('students', await sealer.seal('students', identity))).resolves.toEqual(identity);
  });

  it('is a JWE that names its key and its topic, and nothing of the person', async () => {
    expect(decodeProtectedHeader(await sealer.seal('students', identity))).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: 't1',
      aud: 'students',
    });
  });

  it('does not open on another topic, even when both have one key', async () => {
    const jwe = await sealer.seal('students', identity);
    await expect(sealer.open('applications', jwe)).rejects.toThrow(SealBroken);
  });

  it('opens older envelopes after a rotation', async () => {
    await expect(rotated.open('students', await sealer.seal('students', identity))).resolves.toEqual(
      identity,
    );
  });

  it('does not open without the key', async () => {
    await expect(stranger.open('students', await sealer.seal('students', identity))).rejects.toThrow(
      SealBroken,
    );
  });

  it('does not open a damaged envelope', async () => {
    const parts = (await sealer.seal('students', identity)).split('.');
    parts[3] = `${parts[3]!.startsWith('A') ? 'B' : 'A'}${parts[3]!.slice(1)}`;
    await expect(sealer.open('students', parts.join('.'))).rejects.toThrow(SealBroken);
  });

  it('names the topic that has no key', () => {
    expect(() => sealer.seal('outcomes', identity)).toThrow('TOPIC_KEYS holds no key for outcomes.');
  });
});
