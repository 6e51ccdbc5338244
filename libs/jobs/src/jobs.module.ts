import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobMetrics } from './job-metrics.js';
import { JobQueues } from './job-queues.js';
import { JobRuns } from './job-runs.js';
import { JobWorkers } from './job-workers.js';
import { Jobs } from './jobs.js';
import { JobsController } from './operating/jobs.controller.js';
import { ListJobs } from './operating/list-jobs.js';
import { ResolveJob } from './operating/resolve-job.js';
import { PruneIdempotencyKeys, PruneJobs } from './prune.js';
import { Reconciler } from './reconciler.js';
import { Schedules } from './schedules.js';

/** Jobs everywhere in the service: whoever has a provider with `@HandlesJob` runs them. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [JobsController],
  providers: [
    JobQueues,
    JobRuns,
    Jobs,
    Schedules,
    JobWorkers,
    Reconciler,
    JobMetrics,
    ListJobs,
    ResolveJob,
    PruneJobs,
    PruneIdempotencyKeys,
  ],
  exports: [Jobs],
})
export class JobsModule {}
