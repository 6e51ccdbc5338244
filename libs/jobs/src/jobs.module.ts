import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobMetrics } from './job-metrics.js';
import { JobQueues, RECONCILE_INTERVAL } from './job-queues.js';
import { JobRuns } from './job-runs.js';
import { JobWorkers } from './job-workers.js';
import { Jobs } from './jobs.js';
import { JobsController } from './operating/jobs.controller.js';
import { OperateJobs } from './operating/operate-jobs.js';
import { PruneTables } from './prune.js';
import { Reconciler } from './reconciler.js';

@Module({})
export class JobsModule {
  /**
   * Jobs everywhere in the service: whoever has a provider with `@HandlesJob` runs them.
   * @param reconcileMs how long a job may lie that Redis has lost, or that a process had in hand when it died
   */
  static forRoot({ reconcileMs = 30_000 } = {}): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: [JobsController],
      providers: [
        { provide: RECONCILE_INTERVAL, useValue: reconcileMs },
        JobQueues,
        JobRuns,
        Jobs,
        JobWorkers,
        Reconciler,
        JobMetrics,
        OperateJobs,
        PruneTables,
      ],
      exports: [Jobs],
    };
  }
}
