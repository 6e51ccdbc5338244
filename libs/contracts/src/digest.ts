import { z } from 'zod';
import { day, id, moment, schoolCode } from './fields.js';
import type { ServiceName } from './topics.js';

/** One thing that a digest counts, and since when it is as it is. The lookup knows no registration. */
export const digestItem = z.object({
  registrationId: id.optional(),
  certificateNo: z.string().optional(),
  revoked: z.boolean(),
  at: moment,
});
export type DigestItem = z.infer<typeof digestItem>;

const publishedBy = (service: ServiceName) => ({
  service: z.literal(service),
  /** The digest holds all that was committed by then; what came later may be in it or not. */
  asOf: moment,
});

/**
 * What a service holds of the graduations of one school that were approved on one day in China (the day of issue of
 * their certificates). Of many items it comes in `parts`; counts and hash are always those of the whole.
 *
 * `hash` is independent of the order: the sum, modulo 2^64, of the first eight bytes (big-endian) of the SHA-256 of
 * each line `<certificateNo, or registrationId where there is none> <LIVE or REVOKED>`, in 16 hexadecimal digits.
 */
export const digestData = (service: ServiceName) =>
  z.object({
    ...publishedBy(service),
    schoolCode,
    day,
    live: z.int().nonnegative(),
    revoked: z.int().nonnegative(),
    hash: z.string().regex(/^[0-9a-f]{16}$/),
    part: z.int().positive(),
    parts: z.int().positive(),
    items: z.array(digestItem),
  });

/**
 * Ends a run of digests: of a school and a day between `from` and `to` that the run with this `asOf` did not name,
 * the service holds nothing. With it, the service's dead letters that are still open, the oldest first.
 */
export const digestRunData = (service: ServiceName) =>
  z.object({
    ...publishedBy(service),
    from: day,
    to: day,
    /** How many digests of a school and a day the run has. */
    digests: z.int().nonnegative(),
    deadLettersOpen: z.int().nonnegative(),
    deadLetters: z
      .array(
        z.object({
          topic: z.string(),
          type: z.string(),
          /** The aggregate that the event is about, where the record names it. */
          subject: z.string(),
          reason: z.string(),
          since: moment,
        }),
      )
      .max(1000),
  });

/** A key of its own for all digests of a service: so they stay in order, and a run ends after its digests. */
export const digestTopic = { subject: 'service', key: 'service' } as const;
