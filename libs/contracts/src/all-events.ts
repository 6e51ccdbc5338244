import type { EventDefinition } from './event-definition.js';
import { auditHeads } from './events/audit-heads.js';
import * as certificates from './events/certificates.js';
import * as digests from './events/digests.js';
import * as employment from './events/employment.js';
import * as enrolment from './events/enrolment.js';
import * as studentRecords from './events/student-records.js';
import { services } from './topics.js';

const named = [enrolment, studentRecords, certificates, digests, employment].flatMap(
  (file) => Object.values(file) as EventDefinition[],
);

/** Every event definition by its type. */
export const allEvents: ReadonlyMap<string, EventDefinition> = new Map(
  [...named, ...services.map(auditHeads)].map((definition) => [definition.type, definition]),
);
