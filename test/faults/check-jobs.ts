import type { ConsumedRecord } from '#messaging';
import type { Row, Tables } from '../harness/read-tables.ts';

/** Holds what jobs had to do against what came of it: each effect is there once. */
export const checkJobs = (tables: Tables, records: ConsumedRecord[]): string[] => [
  ...Object.entries(tables).flatMap(([service, { jobs = [] }]) => [
    ...atRest(service, jobs),
    ...headsPublished(service, jobs, records),
    ...digestsPublished(service, jobs, records),
  ]),
  ...importsStored(tables.enrolment?.imports ?? []),
  ...changesApplied(tables['student-records']?.changes ?? []),
];

const atRest = (service: string, jobs: Row[]) =>
  jobs
    .filter(({ state, is_due: isDue }) => isDue && state !== 'DONE')
    .map((job) => `The job ${job.job_id} of ${job.kind} of ${service} is ${job.state}.`);

/** Those that are done, without firings of before the installation, which are only noted. */
const done = (jobs: Row[], kind: string) =>
  jobs.filter((job) => job.kind === kind && job.state === 'DONE' && job.steps > 0);

/** Ids of the events; what a relay has sent twice counts once. */
const idsOf = (records: ConsumedRecord[]) => new Set(records.map(({ headers }) => headers.ce_id)).size;

function headsPublished(service: string, jobs: Row[], records: ConsumedRecord[]) {
  const wanted = done(jobs, 'publish-audit-heads').length;
  const found = idsOf(records.filter(({ headers }) => headers.ce_type === `${service}.AuditHeads.v1`));
  return found === wanted ? [] : [`${service} was to publish its audit heads ${wanted} times, and did ${found} times.`]; // prettier-ignore
}

function digestsPublished(service: string, jobs: Row[], records: ConsumedRecord[]) {
  const ends = records.filter(({ headers: { ce_type: type = '' } }) => type.startsWith(`${service}.`) && type.endsWith('DigestsPublished.v1')); // prettier-ignore
  return done(jobs, 'publish-digests').flatMap(({ job_id: id, as_of: asOf }) => {
    const found = idsOf(ends.filter(({ value }) => JSON.parse(value).asOf === asOf));
    return found === 1 ? [] : [`The digests of the job ${id} of ${service} were published ${found} times.`];
  });
}

const importsStored = (imports: Row[]) =>
  imports
    .filter((each) => each.state !== 'DONE' || each.committed !== each.stored)
    .map((each) => `The import ${each.import_id} is ${each.state}, with ${each.committed} rows committed and ${each.stored} stored.`); // prettier-ignore

const changesApplied = (changes: Row[]) =>
  changes
    .filter(
      ({ state, is_due: isDue, applied }) => applied !== Number(isDue) || (state === 'APPLIED') !== isDue,
    )
    .map((each) => `The status change ${each.id} is ${each.state} and took effect ${each.applied} times.`);
