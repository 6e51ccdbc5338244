import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt, IV_LENGTH, newIv, SealBroken } from './gcm.js';

const FORM = 'd1.';

/**
 * The key of one record. What it has sealed opens as long as `data_keys` holds it, and never again after that: so the
 * texts of one person can be destroyed wherever copies of the row lie. Sealed form: `d1.<iv, ciphertext and tag>`.
 */
export class DataKey {
  constructor(private readonly key: KeyObject) {}

  /**
   * @param binding where the text belongs, `table:column:rowId`; it does not open anywhere else, so that nobody
   *   who can write to the database can swap two texts
   */
  seal(plain: string, binding: string): string {
    return FORM + this.sealBytes(plain, binding).toString('base64url');
  }

  /** Like {@link seal}, without a form around iv, ciphertext and tag. */
  sealBytes(plain: string | Buffer, binding: string): Buffer {
    const iv = newIv();
    return Buffer.concat([iv, encrypt(this.key, iv, plain, binding)]);
  }

  /** @throws SealBroken */
  open(sealed: string, binding: string): string {
    if (!sealed.startsWith(FORM)) throw new SealBroken('Unknown form of a sealed text.');
    return this.openBytes(Buffer.from(sealed.slice(FORM.length), 'base64url'), binding).toString('utf8');
  }

  /** @throws SealBroken */
  openBytes(sealed: Buffer, binding: string): Buffer {
    try {
      return decrypt(this.key, sealed.subarray(0, IV_LENGTH), sealed.subarray(IV_LENGTH), binding);
    } catch {
      throw new SealBroken('A sealed text does not open here.');
    }
  }
}
