import { certificateLookup } from './certificate-lookup.js';
import { certificates } from './certificates.js';
import { employment } from './employment.js';
import { enrolment } from './enrolment.js';
import { studentRecords } from './student-records.js';
import type { WalkedService } from './walked-service.js';

export const walkedServices: WalkedService[] = [
  enrolment,
  studentRecords,
  certificates,
  certificateLookup,
  employment,
];
