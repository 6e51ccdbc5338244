import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { type KeyRing, SETTINGS, type Settings } from '#runtime';
import { Inject, Injectable } from '@nestjs/common';
import { keyObjectsOf, SealBroken } from './gcm.js';

const CIPHER = 'aes-256-gcm';
/** Bytes, as RFC 7518 5.3 fixes them for A256GCM. */
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

interface TopicRing {
  readonly keys: Record<string, KeyObject>;
  readonly current: KeyObject;
  /** The protected header of what is sealed now, encoded. */
  readonly header: string;
}

/**
 * Seals the identity part of events, one key ring a topic. Used by #messaging only. A compact JWE (RFC 7516) of `dir`
 * and `A256GCM` is one call of the cipher; it is written here since jose goes through Web Crypto, which takes a turn
 * of a thread for each text and several times the CPU. The spec holds the two against each other.
 */
@Injectable()
export class TopicSealer {
  private readonly rings: ReadonlyMap<string, TopicRing>;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'TOPIC_KEYS'>) {
    this.rings = new Map(
      Object.entries(settings.TOPIC_KEYS).map(([topic, ring]) => [topic, ringOf(topic, ring)]),
    );
  }

  /**
   * @param topic name without prefix; written into the protected header, so that an envelope moved to another
   *   topic does not open there even if two topics were given one key
   * @returns a compact JWE, dir and A256GCM
   */
  seal(topic: string, value: unknown): string {
    const { current, header } = this.ringOf(topic);
    const iv = randomBytes(IV_LENGTH);
    const cipher = createCipheriv(CIPHER, current, iv).setAAD(Buffer.from(header));
    const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return [header, '', ...[iv, body, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(
      '.',
    );
  }

  /** @throws SealBroken when the envelope is damaged, of another topic, or its key is not known here */
  open(topic: string, jwe: string): unknown {
    const { keys } = this.ringOf(topic);
    try {
      const [header = '', encryptedKey, iv = '', body = '', tag = '', ...rest] = jwe.split('.');
      if (encryptedKey !== '' || rest.length > 0) throw new SealBroken('An envelope is no compact JWE.');
      const key = keyFor(keys, topic, JSON.parse(bytesOf(header).toString('utf8')) as ProtectedHeader);
      const decipher = createDecipheriv(CIPHER, key, bytesOf(iv), { authTagLength: TAG_LENGTH });
      decipher.setAAD(Buffer.from(header)).setAuthTag(bytesOf(tag));
      return JSON.parse(Buffer.concat([decipher.update(bytesOf(body)), decipher.final()]).toString('utf8'));
    } catch (error) {
      throw error instanceof SealBroken ? error : new SealBroken('An envelope does not open.');
    }
  }

  private ringOf(topic: string): TopicRing {
    const ring = this.rings.get(topic);
    if (!ring) throw new SealBroken(`TOPIC_KEYS holds no key for ${topic}.`);
    return ring;
  }
}

interface ProtectedHeader {
  readonly alg?: unknown;
  readonly enc?: unknown;
  readonly kid?: unknown;
  readonly aud?: unknown;
  readonly crit?: unknown;
  readonly zip?: unknown;
}

function ringOf(topic: string, { current, keys }: KeyRing): TopicRing {
  const objects = keyObjectsOf(keys);
  const header = JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: current, aud: topic });
  return { keys: objects, current: objects[current]!, header: Buffer.from(header).toString('base64url') };
}

/** Any member that would change how the rest is read is refused. */
function keyFor(
  keys: Record<string, KeyObject>,
  topic: string,
  { alg, enc, kid, aud, crit, zip }: ProtectedHeader,
): KeyObject {
  if (alg !== 'dir' || enc !== 'A256GCM' || crit !== undefined || zip !== undefined)
    throw new SealBroken('An envelope is of another kind.');
  if (aud !== topic) throw new SealBroken('The envelope belongs to another topic.');
  const key = typeof kid === 'string' && Object.hasOwn(keys, kid) ? keys[kid] : undefined;
  if (!key) throw new SealBroken('The key of an envelope is not known here.');
  return key;
}

const bytesOf = (text: string) => Buffer.from(text, 'base64url');
