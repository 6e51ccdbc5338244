import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';

/**
 * The sealing of the services in as few lines as it takes, or none at all: then texts travel and rest in the clear.
 * @param {{ sealed: boolean, sealingKeys: object, topicKeys: Record<string, object> }} options keys as Secrets holds them
 */
export function sealingOf({ sealed, sealingKeys, topicKeys }) {
  if (!sealed)
    return {
      sealAtRest: (plain) => plain,
      openAtRest: (text) => text,
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
  const key = (topic) => ofTopics.get(topic);
  return {
    sealAtRest(plain, binding) {
      const [iv, body, tag] = encrypt(atRest, plain, binding);
      return ['v1', current, iv.toString('base64url'), Buffer.concat([body, tag]).toString('base64url')].join(
        '.',
      );
    },
    openAtRest(text, binding) {
      const [, , iv, body] = text.split('.').map((part) => Buffer.from(part, 'base64url'));
      return decrypt(atRest, iv, body.subarray(0, -16), body.subarray(-16), binding);
    },
    index: (value) => createHmac('sha256', indexKey).update(value).digest('base64url'),
    sealForTopic(topic, value) {
      const head = { alg: 'dir', enc: 'A256GCM', kid: ring(topic).current, aud: topic };
      const header = Buffer.from(JSON.stringify(head)).toString('base64url');
      const parts = encrypt(key(topic), JSON.stringify(value), header);
      return `${header}..${parts.map((part) => part.toString('base64url')).join('.')}`;
    },
    openFromTopic(topic, text) {
      const [header, , ...parts] = text.split('.');
      const [iv, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      return JSON.parse(decrypt(key(topic), iv, body, tag, header));
    },
  };
}

const keyOf = (text) => createSecretKey(Buffer.from(text, 'base64'));

function encrypt(key, plain, binding) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(binding));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [iv, body, cipher.getAuthTag()];
}

function decrypt(key, iv, body, tag, binding) {
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAAD(Buffer.from(binding)).setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
