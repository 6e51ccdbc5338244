import { createSecretKey, type KeyObject } from 'node:crypto';

/**
 * A key as node:crypto holds it. Given as bytes it would be made anew for each text, which takes several times as long
 * as the sealing itself.
 */
export const keyObject = (bytes: Buffer): KeyObject => createSecretKey(bytes);

export const keyObjectsOf = (keys: Record<string, Buffer>): Record<string, KeyObject> =>
  Object.fromEntries(Object.entries(keys).map(([id, bytes]) => [id, keyObject(bytes)]));
