import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DailyJob } from '#database';
import { Metrics } from './metrics.js';

/**
 * Shows for how long the run of a daily job is due and not done. One process of the service does it and the others hear
 * of it a little later, so the least over the processes counts.
 */
@Injectable()
export class DailyJobMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly discovery: DiscoveryService,
  ) {}

  onModuleInit(): void {
    const jobs = this.discovery
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance) => instance instanceof DailyJob);
    if (jobs.length === 0) return;
    const gauge = this.metrics.gauge({
      name: 'daily_job_overdue_seconds',
      help: 'Time since the last run of the job was due, while it is not done; 0 when it is',
      labelNames: ['job'],
      collect: () => {
        for (const job of jobs)
          gauge.set({ job: job.constructor.name }, job.overdueMilliseconds(new Date()) / 1_000);
      },
    });
  }
}
