/** What services may know of each other: topics, events, code lists. */
export * from './codes.js';
export {
  day,
  employer,
  field,
  guardian,
  id,
  identity,
  type Identity,
  moment,
  person,
  type Person,
  schoolCode,
} from './fields.js';
export * from './topics.js';
export * from './event-definition.js';
export * from './events/enrolment.js';
export * from './events/student-records.js';
export * from './events/certificates.js';
export * from './events/digests.js';
export * from './events/employment.js';
export { auditHeads } from './events/audit-heads.js';
export { allEvents } from './all-events.js';
