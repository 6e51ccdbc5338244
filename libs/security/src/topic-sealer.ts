import { Inject, Injectable } from '@nestjs/common';
import { type KeyRing, SETTINGS, type Settings } from '#runtime';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { SealBroken } from './sealer.js';

/** Seals the identity part of events, one key ring a topic. Used by #messaging only. */
@Injectable()
export class TopicSealer {
  private readonly rings: Settings['TOPIC_KEYS'];

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'TOPIC_KEYS'>) {
    this.rings = settings.TOPIC_KEYS;
  }

  /**
   * @param topic name without prefix; written into the protected header, so that an envelope moved to another
   *   topic does not open there even if two topics were given one key
   * @returns a compact JWE, dir and A256GCM
   */
  seal(topic: string, value: unknown): Promise<string> {
    const { current, keys } = this.ringOf(topic);
    return new CompactEncrypt(Buffer.from(JSON.stringify(value)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: current, aud: topic })
      .encrypt(keys[current]!);
  }

  /** @throws SealBroken when the envelope is damaged, of another topic, or its key is not known here */
  async open(topic: string, jwe: string): Promise<unknown> {
    const { keys } = this.ringOf(topic);
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(jwe, ({ kid }) => keyNamed(keys, kid), {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      if (protectedHeader.aud !== topic) throw new SealBroken('The envelope belongs to another topic.');
      return JSON.parse(Buffer.from(plaintext).toString('utf8'));
    } catch (error) {
      throw error instanceof SealBroken ? error : new SealBroken('An envelope does not open.');
    }
  }

  private ringOf(topic: string): KeyRing {
    const ring = Object.hasOwn(this.rings, topic) ? this.rings[topic] : undefined;
    if (!ring) throw new SealBroken(`TOPIC_KEYS holds no key for ${topic}.`);
    return ring;
  }
}

function keyNamed(keys: Record<string, Buffer>, keyId: string | undefined): Buffer {
  const key = keyId !== undefined && Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (!key) throw new SealBroken('The key of an envelope is not known here.');
  return key;
}
