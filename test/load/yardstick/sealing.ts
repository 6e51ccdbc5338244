import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Ring, SealingRing } from '../../../deploy/local/platform/secrets.ts';
import type * as gcm from '../../../libs/security/src/gcm.ts';
import { built } from '../command.ts';

// Alone: the index of the library would load a framework.
const { decrypt, encrypt, newIv, IV_LENGTH } = await built<typeof gcm>('libs/security/src/gcm.js');

/** The sealing of the services in as few lines as it takes. Keys as the settings of a service hold them. */
export function sealingBy({ current, keys, index }: SealingRing, topicKeys: Readonly<Record<string, Ring>>) {
  const atRest = keyOf(keys[current]!);
  const indexKey = keyOf(index);
  const ofTopics = new Map(
    Object.entries(topicKeys).map(([topic, ring]) => {
      const head = { alg: 'dir', enc: 'A256GCM', kid: ring.current, aud: topic };
      return [
        topic,
        { key: keyOf(ring.keys[ring.current]!), header: base64(Buffer.from(JSON.stringify(head))) },
      ];
    }),
  );
  return {
    /** What seals the texts of one record, and the row that holds its key. */
    newKey(subject: string) {
      const bytes = randomBytes(32);
      const [iv, body] = seal(atRest, bytes, bindingOf(subject));
      const key = createSecretKey(bytes);
      return {
        row: { subject, sealed_key: ['v1', current, base64(iv), base64(body)].join('.') },
        seal: (plain: string, binding: string) => `d1.${base64(Buffer.concat(seal(key, plain, binding)))}`,
      };
    },
    openAtRest(subject: string, sealedKey: string, text: string, binding: string) {
      const [, , iv = '', body = ''] = sealedKey.split('.');
      const key = createSecretKey(decrypt(atRest, bytesOf(iv), bytesOf(body), bindingOf(subject)));
      const bytes = bytesOf(text.slice(3));
      return String(decrypt(key, bytes.subarray(0, IV_LENGTH), bytes.subarray(IV_LENGTH), binding));
    },
    index: (value: string) => createHmac('sha256', indexKey).update(value).digest('base64url'),
    sealForTopic(topic: string, value: unknown) {
      const { key, header } = ofTopics.get(topic)!;
      const [iv, body] = seal(key, JSON.stringify(value), header);
      return [header, '', iv, body.subarray(0, -16), body.subarray(-16)].map(base64).join('.');
    },
    openFromTopic(topic: string, text: string) {
      const [header = '', , iv = '', ...body] = text.split('.');
      const { key } = ofTopics.get(topic)!;
      return JSON.parse(String(decrypt(key, bytesOf(iv), Buffer.concat(body.map(bytesOf)), header)));
    },
  };
}

const bindingOf = (subject: string) => `data_keys:sealed_key:${subject}`;
const keyOf = (text: string) => createSecretKey(Buffer.from(text, 'base64'));
const base64 = (part: string | Buffer) => (typeof part === 'string' ? part : part.toString('base64url'));
const bytesOf = (text: string) => Buffer.from(text, 'base64url');

function seal(key: KeyObject, plain: string | Buffer, binding: string): [iv: Buffer, body: Buffer] {
  const iv = newIv();
  return [iv, encrypt(key, iv, plain, binding)];
}
