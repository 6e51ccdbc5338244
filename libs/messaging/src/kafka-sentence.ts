import { describeError } from './describe-error.js';

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
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'A topic is missing: run the topics job.';
  if (type?.endsWith('_AUTHORIZATION_FAILED'))
    return `Kafka refuses a right to its user (${type}); ${RIGHTS}.`;
  return undefined;
}

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
