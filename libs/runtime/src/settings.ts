import { z } from 'zod';
import { fileStoreFields, fileStoreMisfits, type FileStoreSettings } from './file-store-settings.js';
import {
  kafkaFields,
  kafkaMisfits,
  type KafkaSettings,
  topicsJobSchema,
  type TopicsJobSettings,
} from './kafka-settings.js';
import { json, sealingKeysSetting, topicKeysSetting } from './key-rings.js';
import { parseAttributes } from './resource.js';

/** Injection token of the service's {@link Settings}. */
export const SETTINGS = Symbol('SETTINGS');

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// address' });
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'must be addresses or networks, joined by commas',
});
const networks = z
  .string()
  .transform((list) => list.split(',').map((each) => each.trim()))
  .pipe(z.array(network));
const port = z.coerce.number({ error: 'must be a number' }).int().min(0).max(65535);
const atLeast = (least: number) => z.coerce.number({ error: 'must be a number' }).int().min(least);
const MEBIBYTE = 1024 * 1024;
const attributes = z.string().transform((list, context) => {
  try {
    return parseAttributes(list);
  } catch {
    context.addIssue('must be name=value, more of them joined by commas');
    return z.NEVER;
  }
});
const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

/** Every setting there is. Its description is what docs/settings.md says. */
export const settingsSchema = z.object({
  NODE_ENV: z.string().default('production').describe('`production`, `development` or `test`'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; `0.0.0.0` in a container'),
  PORT: port.default(0).describe('Port of the HTTP API; 0 takes any free one'),
  HTTP_BODY_LIMIT_BYTES: atLeast(1)
    .default(MEBIBYTE)
    .describe(
      'Maximum size of a JSON or form body, in bytes; a batch of 1,000 ids is about 40 kB. More is answered 413',
    ),
  HTTP_UPLOAD_LIMIT_BYTES: atLeast(1)
    .default(8 * MEBIBYTE)
    .describe(
      'Maximum size in bytes of an uploaded file (.xlsx, CSV, an archive of photos), the only kind of body that may be large. More is answered 413',
    ),
  HTTP_ARRIVAL_TIMEOUT_MS: atLeast(1)
    .default(60_000)
    .describe('Maximum time in which a request must have arrived; after it the service answers 408'),
  HTTP_HANDLING_TIMEOUT_MS: atLeast(1)
    .default(60_000)
    .describe(
      'Maximum time for handling a request once it has arrived; after it the service answers 503, while the work goes on to its end',
    ),
  HTTP_MAX_REQUESTS: atLeast(1)
    .default(256)
    .describe(
      'Maximum number of requests that one process handles at once; more are answered 429. Health and metrics do not count',
    ),
  SHUTDOWN_DRAIN_MS: atLeast(0)
    .default(5_000)
    .describe(
      'After SIGTERM a process is no longer ready, but takes requests for so long, until all have heard; 0 where nothing stands before it',
    ),
  LOG_LEVEL: logLevel.default('info').describe('Least severity that is logged'),
  DATABASE_URL: postgresUrl.describe(
    'The service’s own PostgreSQL database, with a role that owns nothing: it may read and write rows, and no more',
  ),
  MIGRATION_DATABASE_URL: postgresUrl
    .optional()
    .describe(
      'The same database with the role that owns it: for `--migrate`, which needs both. A running service has no use for it',
    ),
  ...kafkaFields,
  REDIS_URL: redisUrl
    .optional()
    .describe(
      'Redis: the jobs of the service run through it, and certificate-lookup counts its callers there. It may be lost at any time',
    ),
  HTTP_TRUSTED_PROXIES: networks
    .optional()
    .describe(
      'Proxies before the service, addresses or networks joined by commas (`10.0.0.0/8`): what they say in `X-Forwarded-For` is the caller’s address. Nobody is believed without it, and all callers behind a proxy then count as one',
    ),
  VERIFY_LIMIT_PER_MINUTE: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1)
    .default(30)
    .describe('Look-ups in a minute that certificate-lookup answers for one address'),
  RULES: json
    .pipe(z.record(z.string(), z.unknown(), { error: 'must be a JSON object' }))
    .default({})
    .describe(
      'The rules of student-records where this city’s differ from the defaults, JSON: `{"leavesAtMost":3,"deciders":{"WITHDRAWAL":"AUTHORITY"}}`; see [rules](rules.md)',
    ),
  ...fileStoreFields,
  OIDC_ISSUER: httpUrl.describe('The OpenID provider whose access tokens are accepted'),
  OIDC_AUDIENCE: z.string().min(1).default('jiangtu').describe('Audience that a token must be for'),
  SEALING_KEYS: sealingKeysSetting.describe(
    'Keys for identity data at rest, JSON: `{"current":"k1","keys":{"k1":"<base64, 32 bytes>"},"index":"<base64, 32 bytes>"}`',
  ),
  TOPIC_KEYS: topicKeysSetting.describe(
    'Keys for identity data in events, JSON by topic name without prefix: `{"<topic>":{"current":"t1","keys":{"t1":"<base64, 32 bytes>"}}}`',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe(
      'OpenTelemetry collector that traces are sent to, as OTLP over HTTP: `http://collector:4318`; no traces without it',
    ),
  OTEL_RESOURCE_ATTRIBUTES: attributes
    .optional()
    .describe(
      'What metrics (`target_info`) and traces say of this process: `service.version=1.4.0,k8s.pod.name=…`',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number' })
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces begun here that are recorded, 0 to 1; a caller’s own decision is kept'),
});

export type Settings = z.output<typeof settingsSchema>;
/** Settings as they stand in the environment: text. */
export type Environment = Partial<Record<string, string>>;

/** What is wrong with the settings: one line a variable, never its value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError naming every wrong or missing variable */
export const readSettings = (environment: Environment): Settings => readBy(settingsSchema, environment);

/** The settings of the topics job, which needs no database, no issuer and no keys. @throws SettingsError */
export const readTopicsJobSettings = (environment: Environment): TopicsJobSettings =>
  readBy(topicsJobSchema, environment);

function readBy<Schema extends z.ZodObject<typeof kafkaFields>>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  // An empty variable counts as one that is not set: that is what compose files and shells leave behind.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  const lines = result.success
    ? [
        ...kafkaMisfits(result.data as KafkaSettings),
        ...fileStoreMisfits(result.data as Partial<FileStoreSettings>),
      ].map(([name, what]) => `  ${name} ${what}`)
    : complaints(schema.shape, given, result.error.issues);
  if (!result.success || lines.length > 0)
    throw new SettingsError(`The settings are wrong:\n${lines.join('\n')}`);
  return result.data;
}

/** Each setting's schema, by its name. */
export type Shape = Record<string, z.ZodType>;

function complaints(shape: Shape, given: Environment, issues: z.core.$ZodIssue[]): string[] {
  const names = [...new Set(issues.map((issue) => String(issue.path[0])))];
  return names.map((name) => {
    if (given[name] === undefined) return `  ${name} is not set: ${shape[name]?.description ?? ''}`;
    const reason = issues.find((issue) => issue.path[0] === name)?.message ?? 'is wrong';
    return `  ${name}: ${reason}`;
  });
}
