import type { Values } from './combinations.ts';

/** Wrong values: by what is wrong, and what the message must hold, so that its reader knows what to do. */
export const refused: Record<string, { given?: boolean; values: Values; says: string[] }> = {
  'nothing given': {
    given: false,
    values: {},
    says: ['oidc.issuer is not set: give', 'kafka.brokers is not set: give'],
  },
  'a misspelt value': { values: { replicas: 3 }, says: ["'replicas' not allowed"] },
  'a misspelt value of a service': {
    values: { services: { enrolment: { replica: 3 } } },
    says: ['/services/enrolment', "'replica' not allowed"],
  },
  'a service that there is not': { values: { services: { printing: {} } }, says: ["'printing' not allowed"] },
  'text for a number': {
    values: { services: { employment: { replicas: 'two' } } },
    says: ['/services/employment/replicas', 'got string, want integer'],
  },
  'less than no pod': {
    values: { services: { employment: { replicas: -1 } } },
    says: ['/services/employment/replicas', 'minimum: got -1, want 0'],
  },
  'a broker without its port': {
    values: { kafka: { brokers: ['kafka'] } },
    says: ['/kafka/brokers/0', "'kafka' does not match"],
  },
  'an issuer that is no address': {
    values: { oidc: { issuer: 'login.example.org' } },
    says: ['/oidc/issuer', 'https?://'],
  },
  'a store of files without its bucket': {
    values: { files: { s3: { endpoint: 'https://s3.data:9000' } } },
    says: ['files.s3.bucket is not set: make a bucket'],
  },
  'a bucket without its store': {
    values: { files: { s3: { bucket: 'jiangtu' } } },
    says: ['files.s3.bucket does nothing without files.s3.endpoint'],
  },
  'an unknown authentication': {
    values: { kafka: { authentication: 'kerberos' } },
    says: ['/kafka/authentication', "'scram-sha-512'", "'tls'"],
  },
  'a client certificate without TLS': {
    values: { kafka: { authentication: 'tls' } },
    says: ['set kafka.tls to true'],
  },
  'Strimzi without its cluster': {
    values: { kafka: { topics: { manage: 'strimzi' } } },
    says: ['kafka.strimzi.cluster is not set: give the name'],
  },
  'Strimzi with what its users do not know': {
    values: {
      kafka: { authentication: 'plain', topics: { manage: 'strimzi' }, strimzi: { cluster: 'city' } },
    },
    says: ['choose one of them for kafka.authentication'],
  },
  'every replica needed': {
    values: { kafka: { topics: { replicationFactor: 3, minInsyncReplicas: 3 } } },
    says: ['minInsyncReplicas must be less than replicationFactor'],
  },
  'more replicas needed than there are': {
    values: { kafka: { topics: { replicationFactor: 1, minInsyncReplicas: 2 } } },
    says: ['minInsyncReplicas must be less than replicationFactor'],
  },
  'exposure without a domain': {
    values: { exposure: { kind: 'ingress' } },
    says: ['exposure.domain is not set: give the domain'],
  },
  'a route without a gateway': {
    values: { exposure: { kind: 'httproute', domain: 'example.org' } },
    says: ['exposure.httproute.gateway is not set: give the name'],
  },
  'a secret among the settings': {
    values: { settings: { SEALING_KEYS: '{}' } },
    says: ['settings.SEALING_KEYS cannot be given there', 'the Secret of the service'],
  },
  'a setting of a service that is a value': {
    values: { services: { employment: { settings: { OIDC_ISSUER: 'https://example.org' } } } },
    says: ['services.employment.settings.OIDC_ISSUER cannot be given there, since it comes from oidc.issuer'],
  },
  'a CA in two places': {
    values: { trustedCa: { configMap: 'city-ca', secret: 'city-ca' } },
    says: ['trustedCa.configMap and trustedCa.secret are both given: name the one'],
  },
  'a setting that there is not': {
    values: { settings: { LOG_LEVL: 'debug' }, services: { employment: { settings: { VERBOSE: true } } } },
    says: [
      'settings.LOG_LEVL is a setting that no service knows: name it as',
      'services.employment.settings.VERBOSE is a setting that no service knows',
    ],
  },
  'what only the topics job does': {
    values: {
      kafka: { topics: { manage: 'strimzi', grow: true, kafkaUser: 'maker' }, strimzi: { cluster: 'city' } },
    },
    says: ['kafka.topics.grow is for the Job', 'kafka.topics.kafkaUser is for the Job'],
  },
  'topics as somebody else makes them': {
    values: {
      kafka: {
        topics: {
          manage: 'none',
          replicationFactor: 4,
          minInsyncReplicas: 1,
          partitions: { 'enrolment.applications.v1': 6 },
        },
      },
    },
    says: ['replicationFactor', 'minInsyncReplicas', 'partitions'].map(
      (name) => `kafka.topics.${name} does nothing with kafka.topics.manage none: take it away`,
    ),
  },
  'a setting in small letters': {
    values: { settings: { logLevel: 'debug' } },
    says: ["invalid propertyName 'logLevel'", '^[A-Z]'],
  },
  'a setting that the chart gives itself': {
    values: { settings: { PORT: 1 } },
    says: ['settings.PORT cannot be given there', 'take it away'],
  },
  'a restored database of a service that there is not': {
    values: { database: { cloudnativepg: { restored: { printing: 'jiangtu-restored' } } } },
    says: ["'printing'", "'certificates'"],
  },
  'more fewest pods than most': {
    values: { services: { enrolment: { autoscaling: { enabled: true, minReplicas: 5, maxReplicas: 2 } } } },
    says: ['services.enrolment.autoscaling.minReplicas is more than maxReplicas: raise'],
  },
  'a topic that there is not': {
    values: { kafka: { topics: { partitions: { 'enrolment.students.v1': 4 } } } },
    says: ['kafka.topics.partitions: there is no topic enrolment.students.v1; name it'],
  },
  'fewer partitions than declared': {
    values: { kafka: { topics: { partitions: { 'enrolment.applications.v1': 0 } } } },
    says: ['/kafka/topics/partitions', 'minimum: got 0, want 1'],
  },
  'a trial with TLS': {
    values: { trial: { enabled: true }, kafka: { tls: true } },
    says: ['trial.enabled brings plain servers'],
  },
};
