import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { keyObject, keyObjectsOf } from './key-objects.js';

const CIPHER = 'aes-256-gcm';
/** Bytes; NIST SP 800-38D recommends 12 for GCM. Random, so a key may seal 2³² texts before it is replaced. */
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** A sealed text that cannot be opened: another binding, an unknown key, or damaged. Its message tells no text. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Seals identity data at rest. Sealed form: `v1.<key id>.<iv>.<ciphertext and tag>`, base64url. */
@Injectable()
export class Sealer {
  private readonly ring: { current: string; keys: Record<string, KeyObject>; index: KeyObject };

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'SEALING_KEYS'>) {
    const { current, keys, index } = settings.SEALING_KEYS;
    this.ring = { current, keys: keyObjectsOf(keys), index: keyObject(index) };
  }

  /**
   * @param binding where the text belongs, `table:column:rowId`; it does not open anywhere else, so that nobody
   *   who can write to the database can swap the identities of two rows
   */
  seal(plain: string, binding: string): string {
    const { current, keys } = this.ring;
    const iv = randomBytes(IV_LENGTH);
    const cipher = createCipheriv(CIPHER, keys[current]!, iv).setAAD(Buffer.from(binding));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return ['v1', current, iv.toString('base64url'), body.toString('base64url')].join('.');
  }

  /** @throws SealBroken */
  open(sealed: string, binding: string): string {
    const [version, keyId = '', iv = '', body = '', ...rest] = sealed.split('.');
    const key = Object.hasOwn(this.ring.keys, keyId) ? this.ring.keys[keyId] : undefined;
    if (version !== 'v1' || !key || rest.length > 0)
      throw new SealBroken('Unknown form or key of a sealed text.');
    try {
      return decrypt(key, Buffer.from(iv, 'base64url'), Buffer.from(body, 'base64url'), binding);
    } catch {
      throw new SealBroken('A sealed text does not open here.');
    }
  }

  /**
   * For exact search without opening: equal values have equal indexes under one installation's index key.
   * Normalise first. @returns HMAC-SHA-256, base64url, 43 characters
   */
  blindIndex(value: string): string {
    return createHmac('sha256', this.ring.index).update(value, 'utf8').digest('base64url');
  }
}

function decrypt(key: KeyObject, iv: Buffer, body: Buffer, binding: string): string {
  const tag = body.subarray(-TAG_LENGTH);
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(binding)).setAuthTag(tag);
  return Buffer.concat([decipher.update(body.subarray(0, -TAG_LENGTH)), decipher.final()]).toString('utf8');
}
