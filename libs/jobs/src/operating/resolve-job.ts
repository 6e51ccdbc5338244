import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Action, Commands, type CommandTransaction, declareActions } from '#commands';
import { notFound, Problem } from '#runtime';
import type { Actor } from '#security';
import { Jobs } from '../jobs.js';
import { jobProblems } from './job-problems.js';
import { type JobRow, type JobView, viewOf } from './list-jobs.js';

const actions = declareActions({
  'retry-job': { zh: '重新执行了后台任务', en: 'retried the job' },
  'discard-job': { zh: '放弃了后台任务', en: 'discarded the job' },
});

export const JobResolution = z
  .strictObject({ reason: z.string().trim().min(1).max(500) })
  .meta({ id: 'JobResolution' });
export type JobResolution = z.infer<typeof JobResolution>;

/** What operators do with jobs that failed or killed their processes. */
@Injectable()
export class ResolveJob {
  constructor(
    private readonly commands: Commands,
    private readonly jobs: Jobs,
  ) {}

  /** It is done from where it stopped, with all its attempts. @throws Problem 404, 409 job-not-stuck */
  retry(jobId: string, resolution: JobResolution, actor: Actor): Promise<JobView> {
    return this.resolve(actions['retry-job'], jobId, resolution, actor, async (tx, { kind }) => {
      this.jobs.addAfterCommit(tx, kind, [{ jobId, delayMs: 0 }]);
      return `state = 'WAITING', run_at = now(), failures = 0, starts = 0, starter = null`;
    });
  }

  /** It is not done any more. @throws Problem 404, 409 job-not-stuck */
  discard(jobId: string, resolution: JobResolution, actor: Actor): Promise<JobView> {
    return this.resolve(
      actions['discard-job'],
      jobId,
      resolution,
      actor,
      async () => `state = 'DISCARDED', ended_at = now()`,
    );
  }

  private resolve(
    action: Action,
    jobId: string,
    { reason }: JobResolution,
    actor: Actor,
    change: (tx: CommandTransaction, job: JobRow) => Promise<string>,
  ): Promise<JobView> {
    return this.commands.run(actor, action, async (tx) => {
      const [job] = await tx.query<JobRow>('select * from jobs where job_id = $1 for update', [jobId]);
      if (!job) throw notFound('There is no such job.', '未找到该任务');
      if (job.state !== 'FAILED' && job.state !== 'KILLS') throw new Problem(jobProblems['job-not-stuck']);
      const [resolved] = await tx.query<JobRow>(
        `update jobs set ${await change(tx, job)}, resolved_by = $2, resolution_reason = $3
         where job_id = $1 returning *`,
        [jobId, actor.subject, reason],
      );
      tx.changed({ aggregate: 'job', id: jobId, schoolCode: job.school_code });
      return viewOf(resolved!);
    });
  }
}
