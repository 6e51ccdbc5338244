import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';

/**
 * The sealing of the services in as few lines as it takes, or none at all: then texts travel and rest in the clear.
 * @param {{ sealed: boolean, sealingKeys: object, topicKeys: Record<string, object> }} options keys as Secrets holds them
 */
export function sealingOf({ sealed, sealingKeys, topicKeys }) {
  if (!sealed)
    return {
      newKey: () => ({ seal: (plain) => plain }),
      openAtRest: (subject, sealedKey, text) => text,
      index: (value) => value,
      sealForTopic: (topic, value) => JSON.stringify(value),
      openFromTopic: (topic, text) => JSON.parse(text),
    };
  const { current, keys, index } = sealingKeys;
  const atRest = keyOf(keys[current]);
  const indexKey = keyOf(index);
  const ring = (topic) => topicKeys[topic];
  const ofTopics = new Map(
    Object.keys(topicKeys).map((topic) => [topic, keyOf(ring(topic).keys[ring(topic).current])]),
  );
  const keyOfTopic = (topic) => ofTopics.get(topic);
  return {
    /** A key for one record: its row, and what seals by it. */
    newKey(subject) {
      const bytes = randomBytes(32);
      const [iv, body, tag] = encrypt(atRest, bytes, `data_keys:sealed_key:${subject}`);
      const parts = [iv.toString('base64url'), Buffer.concat([body, tag]).toString('base64url')];
      const key = createSecretKey(bytes);
      return {
        row: { subject, sealed_key: ['v1', current, ...parts].join('.') },
        seal: (plain, binding) => `d1.${Buffer.concat(encrypt(key, plain, binding)).toString('base64url')}`,
      };
    },
    openAtRest(subject, sealedKey, text, binding) {
      const [, , iv, body] = sealedKey.split('.').map((part) => Buffer.from(part, 'base64url'));
      const wrapped = [body.subarray(0, -16), body.subarray(-16)];
      const key = createSecretKey(decrypt(atRest, iv, ...wrapped, `data_keys:sealed_key:${subject}`));
      const bytes = Buffer.from(text.slice(3), 'base64url');
      return String(
        decrypt(key, bytes.subarray(0, 12), bytes.subarray(12, -16), bytes.subarray(-16), binding),
      );
    },
    index: (value) => createHmac('sha256', indexKey).update(value).digest('base64url'),
    sealForTopic(topic, value) {
      const head = { alg: 'dir', enc: 'A256GCM', kid: ring(topic).current, aud: topic };
      const header = Buffer.from(JSON.stringify(head)).toString('base64url');
      const parts = encrypt(keyOfTopic(topic), JSON.stringify(value), header);
      return `${header}..${parts.map((part) => part.toString('base64url')).join('.')}`;
    },
    openFromTopic(topic, text) {
      const [header, , ...parts] = text.split('.');
      const [iv, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      return JSON.parse(String(decrypt(keyOfTopic(topic), iv, body, tag, header)));
    },
  };
}

const keyOf = (text) => createSecretKey(Buffer.from(text, 'base64'));

function encrypt(key, plain, binding) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(binding));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [iv, body, cipher.getAuthTag()];
}

function decrypt(key, iv, body, tag, binding) {
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAAD(Buffer.from(binding)).setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
