import path from 'node:path';
import { topics } from '#contracts';
import { root } from './paths.mjs';
import type { Platform } from './platform/index.ts';
import type { Secrets } from './platform/secrets.ts';
import { sealedTopicsOf } from './sealed-topics.mjs';

/** The settings of a service (libs/runtime/src/settings.ts) on a platform, but for HOST and PORT. */
export function environmentOf(
  service: { name: string },
  {
    platform,
    secrets,
    databaseUrl,
    topicPrefix = '',
  }: {
    platform: Pick<Platform, 'kafka' | 'redis' | 'issuer'>;
    secrets: Secrets;
    databaseUrl: string;
    topicPrefix?: string;
  },
): Record<string, string> {
  return {
    NODE_ENV: 'development',
    // A third of what a start costs is compiling, the same each time.
    NODE_COMPILE_CACHE: path.join(root, 'var/compile-cache'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    // Nothing stands before a service here that would have to hear of its stop.
    SHUTDOWN_DRAIN_MS: '0',
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: platform.kafka.brokers.join(','),
    KAFKA_TOPIC_PREFIX: topicPrefix,
    OIDC_ISSUER: platform.issuer.url,
    OIDC_AUDIENCE: 'jiangtu',
    SEALING_KEYS: JSON.stringify(secrets.sealingKeys(service.name)),
    TOPIC_KEYS: JSON.stringify(topicKeysOf(service.name, secrets)),
    ...(process.env.OTEL_EXPORTER_OTLP_ENDPOINT && {
      OTEL_EXPORTER_OTLP_ENDPOINT: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
    }),
    REDIS_URL: platform.redis.url,
  };
}

function topicKeysOf(name: string, secrets: Secrets) {
  return Object.fromEntries(sealedTopicsOf(name, topics).map((topic) => [topic, secrets.topicKeys(topic)]));
}
