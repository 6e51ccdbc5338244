import { kafkaSentence } from './kafka-sentence.js';

const failure = (name: string, more: object = {}) => Object.assign(new Error('hunter2'), { name, ...more });

describe('A failure of Kafka is one sentence', () => {
  it.each([
    [
      failure('KafkaJSSASLAuthenticationError'),
      'Kafka refuses the user of KAFKA_SASL_USERNAME or its password',
    ],
    [
      failure('KafkaJSConnectionError', { code: 'SELF_SIGNED_CERT_IN_CHAIN', broker: 'kafka:9093' }),
      'The certificate of Kafka at kafka:9093 was signed by an unknown authority',
    ],
    [failure('KafkaJSConnectionError', { code: 'CERT_HAS_EXPIRED', broker: 'kafka:9093' }), 'does not hold'],
    [failure('KafkaJSConnectionError', { code: 'ECONNREFUSED', broker: 'kafka:9093' }), 'cannot be reached'],
    [failure('KafkaJSConnectionClosedError', { broker: 'kafka:9093' }), 'KAFKA_SECURITY_PROTOCOL may not be'],
    [failure('KafkaJSProtocolError', { type: 'UNKNOWN_TOPIC_OR_PARTITION' }), 'run the topics job'],
    [
      failure('KafkaJSNonRetriableError', {
        cause: failure('KafkaJSProtocolError', { type: 'INVALID_TIMESTAMP' }),
      }),
      "This host's clock is wrong, or the broker's",
    ],
    [failure('KafkaJSProtocolError', { type: 'NOT_ENOUGH_REPLICAS' }), 'start the brokers that are away'],
    [failure('KafkaJSProtocolError', { type: 'KAFKA_STORAGE_ERROR' }), 'cannot write to its disk'],
    [
      failure('KafkaJSNumberOfRetriesExceeded', {
        cause: failure('KafkaJSProtocolError', { type: 'GROUP_AUTHORIZATION_FAILED' }),
      }),
      'Kafka refuses a right to its user (GROUP_AUTHORIZATION_FAILED)',
    ],
    [
      failure('KafkaJSAggregateError', {
        errors: [failure('KafkaJSCreateTopicError', { type: 'TOPIC_AUTHORIZATION_FAILED' })],
      }),
      'Kafka refuses a right to its user (TOPIC_AUTHORIZATION_FAILED)',
    ],
  ])('%s', (error, sentence) => {
    expect(kafkaSentence(error)).toContain(sentence);
    expect(kafkaSentence(error)).not.toContain('hunter2');
  });
});
