import { releasesPublished } from './check-admissions.ts';
import { checkJobs } from './check-jobs.ts';
import { checkRecords } from './check-records.ts';
import { checkTables, type Promises } from './check-tables.ts';
import { checkTopics } from './check-topics.ts';
import { readTables } from '../harness/read-tables.ts';
import type { RunningSystem } from '../harness/running-system.ts';
import type { TopicHistory } from '../harness/topic-history.ts';

const MAX_FINDINGS = 20;

/**
 * Compares what offices were told with every table and every topic. Everything has healed and caught up, or should.
 * @returns findings in words; none is what is wanted
 */
export async function checkHistory({
  system,
  told,
  history,
}: {
  system: RunningSystem;
  told: Promises;
  history: TopicHistory;
}): Promise<string[]> {
  const tables = await readTables(system);
  const findings = [
    ...checkTables(told, tables),
    ...checkRecords(told.records, tables, history.records),
    ...checkTopics(tables, history.records),
    ...releasesPublished(tables, history.records),
    ...checkJobs(tables, history.records),
  ];
  return findings.slice(0, MAX_FINDINGS);
}
