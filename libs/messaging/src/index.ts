/**
 * Events out of and into a service, with the promise that nothing committed is lost, nothing takes effect twice
 * and the order of a key holds.
 *
 * - out: {@link Outbox.publish} inside the business transaction; the relay sends.
 * - in: a class with `@ReactsTo(SomeEvent)`; the transport calls it with batches, each in one transaction.
 */
export { createMessagingTables } from './tables.js';
export { eventOf, type OutgoingEvent, type Received } from './event.js';
export { Outbox } from './outbox.js';
export { ReactsTo, type Reaction } from './reacts-to.js';
export { CaughtUp } from './caught-up.js';
export { MessagingModule } from './messaging.module.js';
export { ensureTopics } from './topics/ensure-topics.js';
export { checkGroups, type Right, rightsOf, rightsOfTopicsJob } from './rights.js';
export { topicsDocument } from './topics-document.js';
export { forgetGroup } from './forget-group.js';
export { rewind } from './rewind.js';
export { type EventRecord, fromRecord, toRecord } from './cloud-event.js';
export { type KafkaConnection, kafkaConnection } from './kafka-connection.js';
export { kafkajsClient } from './kafkajs-client.js';
export type { ConsumedRecord, KafkaPort, PartitionOffsets, ProducerRecord } from './kafka-port.js';
export { deadLetterProblems } from './operating/dead-letter-problems.js';
export { kafkaSentence } from './kafka-sentence.js';
export { keepTrying, whenNew } from './keep-trying.js';
export { withAdmin } from './with-admin.js';
