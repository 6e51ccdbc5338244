import { z } from 'zod';

/** Keys by their id; `current` seals, every one opens, so that a key can be replaced without a stop. */
export interface KeyRing {
  current: string;
  keys: Record<string, Buffer>;
}

const key = z
  .base64({ error: 'a key must be base64' })
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, { error: 'a key must have 32 bytes' });
const keyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'a key id is 1-32 letters, digits, - or _');
const hasCurrent = (ring: KeyRing) => Object.hasOwn(ring.keys, ring.current);
const CURRENT_IS_MISSING = { error: 'current names a key that is not in keys' };

/** zod would name the unknown member, and it could be a key in the wrong place. */
const UNKNOWN_MEMBER = {
  error: ({ code }: { code?: string }) =>
    code === 'unrecognized_keys' ? 'holds a member that is not known' : undefined,
};

const keyRing = z
  .strictObject({ current: keyId, keys: z.record(keyId, key) }, UNKNOWN_MEMBER)
  .refine(hasCurrent, CURRENT_IS_MISSING);
const sealingKeys = z
  .strictObject({ current: keyId, keys: z.record(keyId, key), index: key }, UNKNOWN_MEMBER)
  .refine(hasCurrent, CURRENT_IS_MISSING);

/** JSON text first, since settings are environment variables. The text itself never enters an error. */
export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

export const sealingKeysSetting = json.pipe(sealingKeys);
export const topicKeysSetting = json.pipe(z.record(z.string(), keyRing));
