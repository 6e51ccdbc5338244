import type { QueryRunner } from 'typeorm';
import { rowLevelSecurity } from '#database';

/** FAILED after its attempts; KILLS: it was begun by several processes, and none came back. */
export const JOB_STATES = ['WAITING', 'DONE', 'FAILED', 'KILLS', 'DISCARDED'] as const;

/**
 * The table of jobs, for the first migration of a service. What is to be done stands here and nowhere else: Redis only
 * says whose turn it is.
 * @param options.districts false in a database that has no table `schools`; otherwise it has to be there before
 */
export async function createJobsTable(
  runner: QueryRunner,
  { districts = true }: { districts?: boolean } = {},
): Promise<void> {
  await runner.query(`
    create table jobs (
      job_id uuid primary key,
      kind text not null,
      -- Null: of the whole city, seen by the city scope only.
      school_code text,
      payload jsonb not null,
      state text not null default 'WAITING' check (state in (${JOB_STATES.map((each) => `'${each}'`).join(', ')})),
      due_at timestamptz not null,
      -- When it may be begun next: later than it was due after a failure.
      run_at timestamptz not null,
      steps integer not null default 0,
      progress text,
      failures integer not null default 0,
      -- Kind and code of the last failure, never a value.
      error text,
      -- Processes that have begun it since a step ended, the last of them, and so those that died of it.
      starts integer not null default 0,
      starter uuid,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      resolved_by text,
      resolution_reason text
    );
    create index jobs_waiting on jobs (kind, run_at, job_id) where state = 'WAITING';
    create index jobs_stuck on jobs (kind) where state in ('FAILED', 'KILLS');
    create index jobs_by_due on jobs (due_at, job_id);
    ${rowLevelSecurity('jobs', 'school_code', { districts })}`);
}
