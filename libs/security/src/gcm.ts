import {
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** A sealed text that cannot be opened: another binding, an unknown key, or damaged. Its message tells no text. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * A key as node:crypto holds it. Given as bytes it would be made anew for each text, which takes several times as long
 * as the sealing itself.
 */
export const keyObject = (bytes: Buffer): KeyObject => createSecretKey(bytes);

export const keyObjectsOf = (keys: Record<string, Buffer>): Record<string, KeyObject> =>
  Object.fromEntries(Object.entries(keys).map(([id, bytes]) => [id, keyObject(bytes)]));

const CIPHER = 'aes-256-gcm';
/** Bytes; NIST SP 800-38D recommends 12 for GCM. Random, so a key may seal 2³² texts before it is replaced. */
export const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** @returns the ciphertext with its tag behind it */
export function encrypt(key: CipherKey, iv: Buffer, plain: string | Buffer, binding: string): Buffer {
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(binding));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  return Buffer.concat([body, cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error of node:crypto when key, binding or body are not those that it was encrypted with */
export function decrypt(key: CipherKey, iv: Buffer, body: Buffer, binding: string): Buffer {
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(binding)).setAuthTag(body.subarray(-TAG_LENGTH));
  return Buffer.concat([decipher.update(body.subarray(0, -TAG_LENGTH)), decipher.final()]);
}

export const newIv = (): Buffer => randomBytes(IV_LENGTH);
