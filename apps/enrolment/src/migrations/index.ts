import { CreateEnrolment1732400000000 } from './1732400000000-create-enrolment.js';

/** Oldest first. */
export const migrations = [CreateEnrolment1732400000000];
