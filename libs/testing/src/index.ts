/** One real PostgreSQL, Kafka, Redis and issuer for a test run; a service under test; probes. */
export { countStatements } from './count-statements.js';
export { expectDeclared } from './declared-problems.js';
export { eventually } from './eventually.js';
export { hold } from './hold.js';
export { HttpCaller, type Answer } from './http.js';
export { modelRuns } from './model-runs.js';
export { testPlatform, type TestPlatform } from './platform.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { stepWallClock } from './step-wall-clock.js';
export { runJob } from './run-job.js';
export { type S3Server, startS3Server } from './s3-server.js';
export { startTestService, TestService, type TestServiceOptions } from './test-service.js';
export { tokenFor } from './tokens.js';
export { TopicProbe } from './topic-probe.js';
export { copyDatabase, withClient } from './with-client.js';
export { type CollectedSpan, startTraceCollector, type TraceCollector } from './trace-collector.js';
export {
  certificateIssued,
  certificateRevoked,
  deathRecorded,
  deathReversed,
  formerGraduate,
  graduated,
  graduationRevoked,
  identityCorrected,
  statusChanged,
  student,
  type Student,
} from './students.js';
