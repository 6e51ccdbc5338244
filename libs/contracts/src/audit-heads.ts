import { z } from 'zod';
import { moment } from './fields.js';
import type { ServiceName } from './topics.js';

/**
 * The newest entry of each chain of a service's audit trail. What is published cannot be taken back: an entry that is
 * changed or taken out afterwards, even with all hashes computed anew, no longer fits.
 */
export const auditHeadsData = (service: ServiceName) =>
  z.object({
    service: z.literal(service),
    asOf: moment,
    heads: z.array(
      z.object({
        /** a school's code, or `city` */
        chain: z.string(),
        seq: z.int().positive(),
        /** SHA-256, hexadecimal */
        hash: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    ),
  });

export const auditTopic = { subject: 'service', key: 'service' } as const;
