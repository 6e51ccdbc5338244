import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { moment } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { JOB_STATES } from '../tables.js';

const jobs = listOf({
  filters: {
    kind: ['kind', z.string().max(100).meta({ description: 'Name of a kind of job, such as `prune-jobs`' })],
    state: [
      'state',
      z.enum(JOB_STATES).meta({ description: 'FAILED and KILLS are stuck until an operator decides' }),
    ],
    schoolCode: ['school_code', z.string().max(20)],
  },
  sorts: { dueAt: ['due_at', 'job_id'] },
  defaultSort: '-dueAt',
});
export const JobFilter = jobs.query;
export type JobFilter = z.infer<typeof JobFilter>;

export const JobView = z
  .object({
    jobId: z.string(),
    kind: z.string(),
    schoolCode: z.string().optional(),
    state: z.enum(JOB_STATES),
    payload: z.unknown(),
    dueAt: moment,
    runAt: moment.meta({ description: 'When it is begun next; later than it was due after a failure' }),
    steps: z.int(),
    progress: z.string().optional(),
    failures: z.int(),
    error: z.string().optional().meta({ description: 'What kind of error the last was; never a value' }),
    endedAt: moment.optional(),
    resolvedBy: z.string().optional(),
    resolutionReason: z.string().optional(),
  })
  .meta({ id: 'Job' });
export type JobView = z.infer<typeof JobView>;

export const JobPage = pageOf(JobView).meta({ id: 'JobPage' });
export type JobPage = z.infer<typeof JobPage>;

export interface JobRow {
  job_id: string;
  kind: string;
  school_code: string | null;
  payload: unknown;
  state: JobView['state'];
  due_at: Date;
  run_at: Date;
  steps: number;
  progress: string | null;
  failures: number;
  error: string | null;
  ended_at: Date | null;
  resolved_by: string | null;
  resolution_reason: string | null;
}

@Injectable()
export class ListJobs {
  constructor(private readonly transactions: Transactions) {}

  list(query: JobFilter, actor: Actor): Promise<JobPage> {
    return this.transactions.run(scopeOf(actor), (tx) =>
      jobs.page(tx, query, { select: 'select * from jobs', itemOf: viewOf }),
    );
  }
}

export const viewOf = (row: JobRow): JobView => ({
  jobId: row.job_id,
  kind: row.kind,
  schoolCode: row.school_code ?? undefined,
  state: row.state,
  payload: row.payload,
  dueAt: row.due_at.toISOString(),
  runAt: row.run_at.toISOString(),
  steps: row.steps,
  progress: row.progress ?? undefined,
  failures: row.failures,
  error: row.error ?? undefined,
  endedAt: row.ended_at?.toISOString(),
  resolvedBy: row.resolved_by ?? undefined,
  resolutionReason: row.resolution_reason ?? undefined,
});
