import type { Values } from './combinations.ts';

/** What every installation has to give, besides its choices. */
export const given = { oidc: { issuer: 'https://login.example.org' }, kafka: { brokers: ['kafka:9093'] } };

const secured = (authentication: string) => ({
  kafka: { tls: true, caSecret: { name: 'kafka-ca' }, authentication },
});
const exposed = (kind: string, more: Values) => ({
  exposure: { kind, domain: 'jiangtu.example.org', ...more },
});

/** How the servers are reached and made. */
export const platform: Record<string, Record<string, Values>> = {
  kafka: { open: {}, scram512: secured('scram-sha-512'), tls: secured('tls') },
  topics: {
    job: {},
    strimzi: { kafka: { topics: { manage: 'strimzi' }, strimzi: { cluster: 'city', namespace: 'kafka' } } },
    none: { kafka: { topics: { manage: 'none' } } },
  },
  database: { secret: {}, cloudnativepg: { database: { provider: 'cloudnativepg' } } },
};

/** What stands around the services. */
export const around: Record<string, Record<string, Values>> = {
  exposure: {
    none: {},
    ingress: exposed('ingress', { ingress: { className: 'nginx', tlsSecret: 'jiangtu-tls' } }),
    httproute: exposed('httproute', { httproute: { gateway: 'city', gatewayNamespace: 'gateways' } }),
  },
  monitoring: {
    off: {},
    on: {
      monitoring: Object.fromEntries(
        ['serviceMonitor', 'alerts', 'dashboard'].map((part) => [
          part,
          { enabled: true, labels: { team: 'x' } },
        ]),
      ),
      tracing: { endpoint: 'http://collector:4318', sampled: 0.1 },
    },
  },
  autoscaling: { off: {}, on: { services: { certificates: { autoscaling: { enabled: true } } } } },
  policies: { on: {}, off: { networkPolicies: { enabled: false } } },
};

/** Everything that has an empty default, given. */
const named = {
  image: { repository: 'registry.example.org/jiangtu', tag: 'sha-1', pullPolicy: 'Always' },
  imagePullSecrets: [{ name: 'registry' }],
  trustedCa: { configMap: 'city-ca', key: 'city.pem' },
  kafka: { topicPrefix: 'city.', topics: { partitions: { 'enrolment.applications.v1': 6 } } },
  files: { s3: { endpoint: 'https://s3.data', bucket: 'jiangtu', region: 'cn-south-1', secret: 'bucket' } },
  settings: { LOG_LEVEL: 'debug', HTTP_HANDLING_TIMEOUT_MS: 120_000, OTEL_RESOURCE_ATTRIBUTES: 'site=north' },
  nodeSelector: { pool: 'jiangtu' },
  exposure: { trustedProxies: ['10.0.0.0/8'], ingress: { annotations: { 'example.org/a': 'b' } } },
  networkPolicies: {
    clients: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
    database: { to: [{ ipBlock: { cidr: '10.1.0.0/16' } }] },
  },
  services: {
    employment: {
      image: { tag: 'sha-2' },
      secret: 'mine',
      kafkaUser: 'employer',
      settings: { LOG_LEVEL: 'warn' },
    },
  },
};

/** Choices that stand alone, laid over what is `given`. */
export const single: Record<string, Values[]> = {
  default: [],
  'kafka=plain': [secured('plain')],
  'kafka=scram256': [secured('scram-sha-256')],
  'database=restored': [
    platform.database!.cloudnativepg!,
    { database: { cloudnativepg: { restored: { certificates: 'after-the-flood' } } } },
  ],
  'everything named, topics=job': [
    platform.kafka!.tls!,
    around.exposure!.ingress!,
    named,
    { kafka: { topics: { kafkaUser: 'topic-maker' } } },
  ],
  'addresses with ports of their own': [
    {
      oidc: { issuer: 'https://login.example.org:8443/realms/city' },
      kafka: { brokers: ['kafka-1:9192', 'kafka-2:9292'] },
      tracing: { endpoint: 'http://collector' },
      files: { s3: { endpoint: 'https://s3.data:9000', bucket: 'jiangtu-files' } },
      monitoring: { alerts: { enabled: true, runbookBase: 'https://wiki.example.org/jiangtu' } },
    },
  ],
  'topicPrefix=City_, topics=strimzi': [
    platform.kafka!.scram512!,
    platform.topics!.strimzi!,
    { kafka: { topicPrefix: 'City_' } },
  ],
  'trustedCa=secret': [{ trustedCa: { secret: 'city-ca' } }],
  'everything named, topics=strimzi': [platform.kafka!.scram512!, platform.topics!.strimzi!, named],
};
