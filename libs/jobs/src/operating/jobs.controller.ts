import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Command, Unversioned } from '#commands';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { discardJob, JobFilter, JobPage, type JobResolution, OperateJobs, retryJob } from './operate-jobs.js';

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

  @Command(retryJob)
  @Unversioned()
  retry(
    @Param('jobId', { schema: JobId }) jobId: string,
    @Body({ schema: retryJob.body }) resolution: JobResolution,
    @CurrentActor() actor: Actor,
  ) {
    return this.jobs.resolve(retryJob, jobId, resolution, actor);
  }

  @Command(discardJob)
  @Unversioned()
  discard(
    @Param('jobId', { schema: JobId }) jobId: string,
    @Body({ schema: discardJob.body }) resolution: JobResolution,
    @CurrentActor() actor: Actor,
  ) {
    return this.jobs.resolve(discardJob, jobId, resolution, actor);
  }
}
