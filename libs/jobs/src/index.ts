/**
 * What a service does later, over again or in many steps. A job is a row that is written in the transaction which wants it;
 * BullMQ runs it; its effect and the mark that it is done commit together. Redis may be lost at any time.
 */
export {
  HandlesJob,
  jobKind,
  type JobHandler,
  type JobInHand,
  type JobKind,
  type NextStep,
  NIGHTLY,
  NOTHING,
} from './job-kind.js';
export { Jobs, type NewJob } from './jobs.js';
export { JobsModule } from './jobs.module.js';
export { jobProblems } from './operating/operate-jobs.js';
export { createJobsTable } from './tables.js';
