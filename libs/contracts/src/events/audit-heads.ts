import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { field, happenedAt } from '../fields.js';
import type { ServiceName } from '../topics.js';

/**
 * 操作记录链头: the event by which a service makes known the newest entry of each chain of its audit trail. Each service
 * has a topic of its own, so that none can write the heads of another.
 */
export const auditHeads = (service: ServiceName) =>
  defineEvent({
    type: `${service}.AuditHeads.v1`,
    description:
      '操作记录链头: the newest entry of each chain of the audit trail, daily. What is published cannot be taken back: an ' +
      'entry that is changed or taken out afterwards, even with all hashes computed anew, no longer fits.',
    topic: `${service}.audit-heads.v1`,
    subject: 'service',
    key: 'service',
    data: z.object({
      service: field(z.literal(service), 'Whose audit trail', service),
      asOf: happenedAt('Up to when'),
      heads: z
        .array(
          z
            .object({
              chain: field(z.string(), 'A school’s code, or `city`', 'S001'),
              seq: field(z.int().positive(), 'Number of the entry in its chain', 7),
              hash: field(
                z.string().regex(/^[0-9a-f]{64}$/),
                'SHA-256 of the entry, hexadecimal',
                '0b'.repeat(32),
              ),
            })
            .describe('The newest entry of a chain'),
        )
        .describe('One for each chain'),
    }),
  });
