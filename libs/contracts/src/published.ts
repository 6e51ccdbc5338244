/**
 * The published contract: all that an outside consumer, such as the certificate lookup, may know of this system.
 * Rules for readers: ignore fields that you do not know; keep a member of an open code list that you do not know; ignore
 * a record whose `ce_aggregateversion` is lower than the one you hold for its `ce_subject`; start at the earliest record
 * to catch up. To know that you have caught up, hold what you have of a school and a day of issue against the newest
 * `CertificateDigest`, by counts and hash; what is `takenOver` is in none.
 */
export * from './codes.js';
export { identity, type Identity } from './fields.js';
export { dataSchemaOf, wireSchema, type DataOf, type EventDefinition } from './event-definition.js';
export { topics, type TopicName } from './topics.js';
export { CertificateLookupState } from './events/certificates.js';
export {
  CertificateDigest,
  CertificateDigestsPublished,
  EntryDigest,
  EntryDigestsPublished,
} from './events/digests.js';
export { auditHeads } from './events/audit-heads.js';
