import { z } from 'zod';
import { kafkaFields } from './kafka-settings.js';

const count = z.coerce
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be at least 1');
const counts = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON: {"<topic>": <partitions>}' });
    return z.NEVER;
  }
});

/** What only the topics job reads, beside the settings of Kafka. */
export const topicsJobFields = {
  TOPIC_REPLICATION_FACTOR: count
    .default(1)
    .describe(
      'Copies of each partition of a topic that is created, and the least that others must have; 3 in production',
    ),
  TOPIC_MIN_INSYNC_REPLICAS: count
    .optional()
    .describe(
      'Copies that must have a record before it counts as sent, at most `TOPIC_REPLICATION_FACTOR`; 2 in production. The brokers’ own without it',
    ),
  TOPIC_PARTITIONS: counts
    .pipe(z.record(z.string(), z.int().min(1), { error: 'must be {"<topic>": <partitions>}' }))
    .default({})
    .describe(
      'Numbers of partitions other than the declared ones, JSON by topic name without prefix: `{"student-records.graduations.v1": 6}`',
    ),
};

export const topicsJobSchema = z
  .object({ ...kafkaFields, ...topicsJobFields })
  .refine(
    ({ TOPIC_MIN_INSYNC_REPLICAS = 1, TOPIC_REPLICATION_FACTOR }) =>
      TOPIC_MIN_INSYNC_REPLICAS <= TOPIC_REPLICATION_FACTOR,
    {
      path: ['TOPIC_MIN_INSYNC_REPLICAS'],
      error: 'must not be above TOPIC_REPLICATION_FACTOR, else nothing could be sent',
    },
  );
export type TopicsJobSettings = z.output<typeof topicsJobSchema>;
