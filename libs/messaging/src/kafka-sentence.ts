import { describeError } from '#database';

/** What kafkajs tells of a failure, as far as it matters here. */
interface KafkaFailure {
  readonly name: string;
  readonly message: string;
  readonly type?: string;
  readonly code?: unknown;
  readonly broker?: string;
  readonly cause?: unknown;
}

/** One sentence for the log on why Kafka did not do what was asked, and what to do. It holds no secret. */
export function kafkaSentence(error: unknown): string {
  for (const failure of chainOf(error)) {
    const sentence = ofProtocol(failure) ?? ofConnection(failure);
    if (sentence) return sentence;
  }
  return describeError(error);
}

function chainOf(error: unknown): KafkaFailure[] {
  const chain: KafkaFailure[] = [];
  for (let each = error; each instanceof Error && chain.length < 8; each = each.cause ?? oneOf(each))
    chain.push(each);
  return chain;
}

/** What was asked for several topics at once is refused by an error for each. */
const oneOf = (error: Error): unknown => (error as { errors?: unknown[] }).errors?.[0];

const RIGHTS = '`node dist/libs/messaging/src/print-rights.js` prints those that each service needs';

function ofProtocol({ name, message, type }: KafkaFailure): string | undefined {
  if (name === 'KafkaJSSASLAuthenticationError')
    return message.includes('not supported by the server')
      ? 'Kafka does not offer the mechanism of KAFKA_SASL_MECHANISM.'
      : 'Kafka refuses the user of KAFKA_SASL_USERNAME or its password: correct them, or create the user at Kafka.';
  if (name === 'KafkaJSGroupCoordinatorNotFound')
    return `Kafka names no coordinator of the consumer group: its brokers are not ready, or the user may not read the group; ${RIGHTS}.`;
  if (type?.endsWith('_AUTHORIZATION_FAILED'))
    return `Kafka refuses a right to its user (${type}); ${RIGHTS}.`;
  const sentence = PROTOCOL_ERRORS[type ?? ''];
  return sentence && `${sentence} (${type}).`;
}

const FEW_REPLICAS =
  'Too few brokers hold a copy of a partition to take records for it, by min.insync.replicas: start the brokers that are away';
const TOO_LARGE =
  'Kafka finds an event or a batch of events too large: raise message.max.bytes of the brokers, or max.message.bytes of the topic';

/** The errors of Kafka's protocol that something outside of this process causes, and what to do. */
const PROTOCOL_ERRORS: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'A topic is missing: run the topics job',
  INVALID_TIMESTAMP: "This host's clock is wrong, or the broker's: set both by NTP",
  NOT_ENOUGH_REPLICAS: FEW_REPLICAS,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: FEW_REPLICAS,
  MESSAGE_TOO_LARGE: TOO_LARGE,
  RECORD_LIST_TOO_LARGE: TOO_LARGE,
  KAFKA_STORAGE_ERROR:
    "A broker cannot write to its disk, which may be full or broken: look at the broker's log",
  LOG_DIR_NOT_FOUND: 'A broker has lost the directory of a partition: look at its disks and its log',
  INVALID_REPLICATION_FACTOR: 'Kafka has fewer brokers than TOPIC_REPLICATION_FACTOR asks for copies',
  POLICY_VIOLATION: 'A policy of the Kafka cluster forbids what was asked for: ask who runs it',
  GROUP_MAX_SIZE_REACHED:
    'The consumer group is as large as the brokers allow (group.max.size): run fewer processes',
  INVALID_SESSION_TIMEOUT:
    'The brokers do not allow a session of 6 s: it must lie between group.min.session.timeout.ms and group.max.session.timeout.ms',
  INVALID_RECORD:
    'A broker refuses a record that does not fit its topic: state topics want keys, so look at cleanup.policy',
  LEADER_NOT_AVAILABLE: 'A partition has no leader: the brokers that hold it are starting, or away',
  REQUEST_TIMED_OUT: 'Kafka did not get a request done in time: a broker is overloaded, or away',
  UNSUPPORTED_VERSION:
    'Kafka does not know a request of this client: its version is not one that this system takes',
};

const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED/;

function ofConnection({ name, message, code, broker }: KafkaFailure): string | undefined {
  if (!name.startsWith('KafkaJSConnection')) return undefined;
  const place = `Kafka at ${broker}`;
  const why = typeof code === 'string' ? code : '';
  if (UNKNOWN_AUTHORITY.test(why))
    return `The certificate of ${place} was signed by an unknown authority (${why}): put its certificate into the file of KAFKA_SSL_CA_LOCATION.`;
  if (why.startsWith('CERT_') || why === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of ${place} does not hold (${why}).`;
  if (/ALERT|alert/.test(why + message))
    return `${place} refuses the certificate of this client (${why}): it must be signed by an authority that the brokers know.`;
  if (name === 'KafkaJSConnectionClosedError' || why === 'EPROTO' || why.startsWith('ERR_SSL'))
    return `${place} closed the connection: KAFKA_SECURITY_PROTOCOL may not be what it speaks there.`;
  return `${place} cannot be reached (${why || message}).`;
}
