import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type BodyOf, command, Commands } from '#commands';
import { moment } from '#contracts';
import { Transactions } from '#database';
import { commonProblems, declareProblems, listOf, notFound, pageOf, Problem } from '#runtime';
import { accountableReason, type Actor, scopeOf } from '#security';
import { Jobs } from '../jobs.js';
import { JOB_STATES } from '../tables.js';

export const jobProblems = declareProblems({
  'job-not-stuck': {
    status: 409,
    title: '该任务未失败，无需处理',
    detail: 'The job has not failed: it waits, is done or was discarded.',
    remedy: 'Read the job to see its state. A waiting job is tried again by itself.',
  },
});

const listed = listOf({
  filters: {
    kind: [
      'kind',
      z.string().max(100).meta({ description: 'Name of a kind of job, such as `prune-tables`' }),
    ],
    state: [
      'state',
      z.enum(JOB_STATES).meta({ description: 'FAILED and KILLS are stuck until an operator decides' }),
    ],
    schoolCode: ['"schoolCode"', z.string().max(20)],
  },
  sorts: { dueAt: ['"dueAt"', '"jobId"'] },
  defaultSort: '-dueAt',
});
export const JobFilter = listed.query;

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

const resolution = {
  roles: ['operator'],
  body: z.strictObject({ reason: accountableReason }).meta({ id: 'JobResolution' }),
  answers: [200, JobView],
  refuses: [{ ...commonProblems, ...jobProblems }, 'not-found', 'job-not-stuck'],
} as const;

/** It is done from where it stopped, with all its attempts. */
export const retryJob = command({
  ...resolution,
  name: 'retry-job',
  path: ':jobId/retry',
  sentence: { zh: '重新执行了后台任务', en: 'retried the job' },
});

/** It is not done any more. */
export const discardJob = command({
  ...resolution,
  name: 'discard-job',
  path: ':jobId/discard',
  sentence: { zh: '放弃了后台任务', en: 'discarded the job' },
});
export type JobResolution = BodyOf<typeof retryJob>;

const FIELDS = `job_id as "jobId", kind, school_code as "schoolCode", state, payload, due_at as "dueAt", run_at as "runAt",
  steps, progress, failures, error, ended_at as "endedAt", resolved_by as "resolvedBy",
  resolution_reason as "resolutionReason"`;

const WAITS_AGAIN = `state = 'WAITING', run_at = now(), failures = 0, starts = 0, starter = null`;
const DISCARDED = `state = 'DISCARDED', ended_at = now()`;

/** What operators see of jobs, and do with those that failed or killed their processes. */
@Injectable()
export class OperateJobs {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly jobs: Jobs,
  ) {}

  list(query: z.infer<typeof JobFilter>, actor: Actor) {
    return this.transactions.run(scopeOf(actor), (tx) =>
      listed.page(tx, query, { select: `select ${FIELDS} from jobs`, itemOf: viewOf }),
    );
  }

  /** @throws Problem 404, 409 job-not-stuck */
  resolve(
    { name, action }: typeof retryJob,
    jobId: string,
    { reason }: JobResolution,
    actor: Actor,
  ): Promise<JobView> {
    const change = name === retryJob.name ? WAITS_AGAIN : DISCARDED;
    return this.commands.run(actor, action, async (tx) => {
      const [row] = await tx.query(`select ${FIELDS} from jobs where job_id = $1 for update`, [jobId]);
      if (!row) throw notFound('There is no such job.', '未找到该任务');
      const job = viewOf(row);
      if (job.state !== 'FAILED' && job.state !== 'KILLS') throw new Problem(jobProblems['job-not-stuck']);
      const [resolved] = await tx.query(
        `update jobs set ${change}, resolved_by = $2, resolution_reason = $3 where job_id = $1 returning ${FIELDS}`,
        [jobId, actor.subject, reason],
      );
      tx.changed({ aggregate: 'job', id: jobId, schoolCode: job.schoolCode ?? null });
      const view = viewOf(resolved!);
      if (view.state === 'WAITING') this.jobs.addAfterCommit(tx, job.kind, [view]);
      return view;
    });
  }
}

/** A row of {@link FIELDS}, without what it has not. */
function viewOf(row: object): JobView {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  const texts = present.map(([field, value]) => [field, value instanceof Date ? value.toISOString() : value]);
  return JobView.parse(Object.fromEntries(texts));
}
