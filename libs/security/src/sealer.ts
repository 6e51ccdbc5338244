import { createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { SETTINGS, type Settings } from '#runtime';
import { Inject, Injectable } from '@nestjs/common';
import { DataKey } from './data-key.js';
import { decrypt, encrypt, keyObject, keyObjectsOf, newIv, SealBroken } from './gcm.js';

const KEY_LENGTH = 32;

/** Stands in a query's answer where a data key was destroyed. No sealed text begins like it. */
export const DESTROYED = 'destroyed';

/** A new record's key, and how `data_keys` holds it. */
export interface NewDataKey {
  readonly key: DataKey;
  readonly row: { readonly subject: string; readonly sealed_key: string };
}

/**
 * Seals at rest, by the ring `SEALING_KEYS`: the data keys of records, and texts that belong to no record. Sealed form:
 * `v1.<key id>.<iv>.<ciphertext and tag>`, base64url.
 */
@Injectable()
export class Sealer {
  /** Id of the key that seals. */
  readonly current: string;
  private readonly keys: Record<string, KeyObject>;
  private readonly index: KeyObject;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'SEALING_KEYS'>) {
    const { current, keys, index } = settings.SEALING_KEYS;
    this.current = current;
    this.keys = keyObjectsOf(keys);
    this.index = keyObject(index);
  }

  /** Ids of the keys that open. */
  get keyIds(): string[] {
    return Object.keys(this.keys);
  }

  /** @param binding where the text belongs, `table:column:rowId`; it does not open anywhere else */
  seal(plain: string | Buffer, binding: string): string {
    const iv = newIv();
    const body = encrypt(this.keys[this.current]!, iv, plain, binding);
    return `v1.${this.current}.${iv.toString('base64url')}.${body.toString('base64url')}`;
  }

  /** @throws SealBroken */
  open(sealed: string, binding: string): string {
    return this.openBytes(sealed, binding).toString('utf8');
  }

  /** The same text under the current key. @throws SealBroken */
  reseal(sealed: string, binding: string): string {
    return this.seal(this.openBytes(sealed, binding), binding);
  }

  /** @param subject the record, such as `person:<id>`; the key opens for no other */
  newDataKey(subject: string): NewDataKey {
    const bytes = randomBytes(KEY_LENGTH);
    const key = new DataKey(keyObject(bytes));
    return { key, row: { subject, sealed_key: this.seal(bytes, bindingOf(subject)) } };
  }

  /** @throws SealBroken, also for a key that is missing or destroyed: whoever expects erased records asks before */
  dataKey(subject: string, sealedKey: string | null): DataKey {
    if (sealedKey === null) throw new SealBroken(`There is no data key of ${subject}.`);
    if (sealedKey === DESTROYED) throw new SealBroken(`The data key of ${subject} was destroyed.`);
    return new DataKey(keyObject(this.openBytes(sealedKey, bindingOf(subject))));
  }

  /**
   * For exact search without opening: equal values have equal indexes under one installation's index key.
   * Normalise first. @returns HMAC-SHA-256, base64url, 43 characters
   */
  blindIndex(value: string): string {
    return createHmac('sha256', this.index).update(value, 'utf8').digest('base64url');
  }

  private openBytes(sealed: string, binding: string): Buffer {
    const [version, keyId = '', iv = '', body = '', ...rest] = sealed.split('.');
    const key = Object.hasOwn(this.keys, keyId) ? this.keys[keyId] : undefined;
    if (version !== 'v1' || !key || rest.length > 0)
      throw new SealBroken('Unknown form or key of a sealed text.');
    try {
      return decrypt(key, Buffer.from(iv, 'base64url'), Buffer.from(body, 'base64url'), binding);
    } catch {
      throw new SealBroken('A sealed text does not open here.');
    }
  }
}

const bindingOf = (subject: string) => `data_keys:sealed_key:${subject}`;
