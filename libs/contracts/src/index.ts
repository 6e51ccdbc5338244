/** What services may know of each other: topics, events, code lists. */
export * from './codes.js';
export * from './fields.js';
export * from './topics.js';
export * from './event-definition.js';
export type { DigestItem } from './digest.js';
export * from './events/enrolment.js';
export * from './events/student-records.js';
export * from './events/certificates.js';
export * from './events/certificate-lookup.js';
export * from './events/employment.js';
export { allEvents } from './all-events.js';
