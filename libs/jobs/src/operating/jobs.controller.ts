import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Unversioned } from '#commands';
import { Answers, commonProblems, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { JobFilter, JobPage, jobProblems, JobResolution, JobView, OperateJobs } from './operate-jobs.js';

const JobId = z.uuid().meta({ description: 'A job, as the list names it' });

/** What this service does later or over again, for who operates it. */
@Tag('operating', 'Events that could not be handled, for who operates the service')
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: OperateJobs) {}

  @Get()
  @Summary({ zh: '查询后台任务', en: 'List jobs' })
  @Roles('operator', 'city-officer')
  @Answers(200, JobPage)
  list(@Query({ schema: JobFilter }) filter: z.infer<typeof JobFilter>, @CurrentActor() actor: Actor) {
    return this.jobs.list(filter, actor);
  }

  @Post(':jobId/retry')
  @Summary({ zh: '重新执行失败的任务', en: 'Retry a failed job' })
  @Unversioned()
  @Roles('operator')
  @Answers(200, JobView)
  @Refuses(commonProblems, 'not-found')
  @Refuses(jobProblems, 'job-not-stuck')
  retry(
    @Param('jobId', { schema: JobId }) jobId: string,
    @Body({ schema: JobResolution }) resolution: JobResolution,
    @CurrentActor() actor: Actor,
  ) {
    return this.jobs.retry(jobId, resolution, actor);
  }

  @Post(':jobId/discard')
  @Summary({ zh: '放弃失败的任务', en: 'Discard a failed job' })
  @Unversioned()
  @Roles('operator')
  @Answers(200, JobView)
  @Refuses(commonProblems, 'not-found')
  @Refuses(jobProblems, 'job-not-stuck')
  discard(
    @Param('jobId', { schema: JobId }) jobId: string,
    @Body({ schema: JobResolution }) resolution: JobResolution,
    @CurrentActor() actor: Actor,
  ) {
    return this.jobs.discard(jobId, resolution, actor);
  }
}
