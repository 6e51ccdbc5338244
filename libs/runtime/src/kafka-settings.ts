import { accessSync, constants } from 'node:fs';
import { z } from 'zod';

const brokers = z
  .string()
  .regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, 'must be host:port, more of them joined by commas')
  .transform((list) => list.split(','));
const file = z
  .string()
  .refine(isReadable, { error: 'must be the path of a file that this process may read' });

const PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const oneOf = <const Names extends readonly string[]>(names: Names) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

/** How Kafka is reached, by the names that Kafka's own clients have for it: services and the topics job. */
export const kafkaFields = {
  KAFKA_BROKERS: brokers.describe('Kafka bootstrap brokers, `host:port`, joined by commas'),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/, 'may hold letters, digits, dot, underscore and hyphen')
    .default('')
    .describe('Put before every topic and group name, to keep installations on one Kafka apart'),
  KAFKA_SECURITY_PROTOCOL: oneOf(PROTOCOLS)
    .default('PLAINTEXT')
    .describe(
      'What the brokers’ listener speaks: `PLAINTEXT`, `SSL` (TLS), `SASL_PLAINTEXT` (a password, in the clear) or `SASL_SSL` (a password, over TLS)',
    ),
  KAFKA_SASL_MECHANISM: oneOf(MECHANISMS)
    .optional()
    .describe('With a SASL protocol: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`'),
  KAFKA_SASL_USERNAME: z.string().optional().describe('With a SASL protocol: the user'),
  KAFKA_SASL_PASSWORD: z.string().optional().describe('With a SASL protocol: its password'),
  KAFKA_SSL_CA_LOCATION: file
    .optional()
    .describe(
      'With TLS: PEM file of the authority that signed the brokers’ certificates; those that Node knows without it. Read again at each connection, as are the next two',
    ),
  KAFKA_SSL_CERTIFICATE_LOCATION: file
    .optional()
    .describe('With TLS: PEM file of the certificate by which the brokers know this client (mTLS)'),
  KAFKA_SSL_KEY_LOCATION: file.optional().describe('PEM file of the key of that certificate'),
};

export type KafkaSettings = z.output<z.ZodObject<typeof kafkaFields>>;
export type KafkaSettingName = keyof KafkaSettings;

const saslNames = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;
const pair = ['KAFKA_SSL_CERTIFICATE_LOCATION', 'KAFKA_SSL_KEY_LOCATION'] as const;
const sslNames = ['KAFKA_SSL_CA_LOCATION', ...pair] as const;

/** @returns what to do about settings that are right one by one, but do not fit together, by the setting to change */
export function kafkaMisfits(settings: KafkaSettings): [KafkaSettingName, string][] {
  const { KAFKA_SECURITY_PROTOCOL: protocol } = settings;
  const set = (names: readonly KafkaSettingName[]) => names.filter((name) => settings[name] !== undefined);
  const unset = (names: readonly KafkaSettingName[]) => names.filter((name) => settings[name] === undefined);
  const saying = (names: KafkaSettingName[], what: string) =>
    names.map((name): [KafkaSettingName, string] => [name, what]);
  const noUse = (others: string) =>
    `has no use with KAFKA_SECURITY_PROTOCOL=${protocol}: take it away, or set that to ${others}`;
  return [
    ...(protocol.startsWith('SASL')
      ? saying(
          unset(saslNames),
          `is not set: KAFKA_SECURITY_PROTOCOL=${protocol} needs ${saslNames.join(', ')}`,
        )
      : saying(set(saslNames), noUse('SASL_SSL or SASL_PLAINTEXT'))),
    ...(protocol.endsWith('SSL') ? [] : saying(set(sslNames), noUse('SASL_SSL or SSL'))),
    ...(set(pair).length === 1
      ? saying(unset(pair), 'is not set: a certificate and its key are set together')
      : []),
  ];
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

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
