import type { EventDefinition } from './event-definition.js';
import * as certificateLookup from './events/certificate-lookup.js';
import * as certificates from './events/certificates.js';
import * as employment from './events/employment.js';
import * as enrolment from './events/enrolment.js';
import * as studentRecords from './events/student-records.js';

/** Every event definition by its type. */
export const allEvents: ReadonlyMap<string, EventDefinition> = new Map(
  [enrolment, studentRecords, certificates, certificateLookup, employment]
    .flatMap((service) => Object.values(service) as EventDefinition[])
    .map((definition) => [definition.type, definition]),
);
