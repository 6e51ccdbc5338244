import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { Metrics } from '#runtime';
import { JobQueues } from './job-queues.js';
import { JobWorkers } from './job-workers.js';

/** What waits in the table of jobs and what is stuck, the same in every process of a service; and whether Redis answers. */
@Injectable()
export class JobMetrics {
  constructor(
    metrics: Metrics,
    private readonly transactions: Transactions,
    workers: JobWorkers,
    queues: JobQueues,
  ) {
    const up = metrics.gauge({
      name: 'redis_up',
      help: '1 while Redis answers this process; jobs wait while it does not',
      collect: async () => {
        const answer = await queues.client.ping().catch(() => undefined);
        up.set(answer ? 1 : 0);
      },
    });
    const open = metrics.gauge({
      name: 'jobs_open',
      help: 'Jobs that are due and wait, or that are stuck until an operator decides',
      labelNames: ['kind', 'state'],
      collect: async () => {
        const rows = await this.query<{ kind: string; state: string; open: number }>(
          `select kind, lower(state) as state, count(*)::int as open from jobs
           where state = 'WAITING' and due_at <= now() or state in ('FAILED', 'KILLS') group by 1, 2`,
        );
        open.reset();
        for (const { name: kind } of workers.kinds) open.set({ kind, state: 'waiting' }, 0);
        for (const { kind, state, open: count } of rows) open.set({ kind, state }, count);
      },
    });
    const age = metrics.gauge({
      name: 'jobs_overdue_seconds',
      help: 'Time since the job that waits longest was due; 0 when none is',
      labelNames: ['kind'],
      collect: async () => {
        const rows = await this.query<{ kind: string; age: number }>(
          `select kind, extract(epoch from now() - min(due_at))::float8 as age from jobs
           where state = 'WAITING' and due_at <= now() group by kind`,
        );
        age.reset();
        for (const { name: kind } of workers.kinds) age.set({ kind }, 0);
        for (const { kind, age: seconds } of rows) age.set({ kind }, seconds);
      },
    });
  }

  private query<Row>(sql: string): Promise<Row[]> {
    return this.transactions.run(allSchools, (tx) => tx.query<Row>(sql));
  }
}
