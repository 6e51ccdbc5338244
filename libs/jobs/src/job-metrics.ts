import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { Metrics } from '#runtime';
import { JobQueues } from './job-queues.js';
import { JobWorkers } from './job-workers.js';

const DUE = `state = 'WAITING' and due_at <= now()`;

/** What waits in the table of jobs and what is stuck, the same in every process of a service; and whether Redis answers. */
@Injectable()
export class JobMetrics {
  constructor(metrics: Metrics, transactions: Transactions, workers: JobWorkers, queues: JobQueues) {
    const read = (columns: string, condition: string) =>
      transactions.run(allSchools, (tx) =>
        tx.query<{ kind: string; state: string; value: number }>(
          `select kind, lower(state) as state, ${columns} as value from jobs where ${condition} group by kind, state`,
        ),
      );
    const open = metrics.gauge({
      name: 'jobs_open',
      help: 'Jobs that are due and wait, or that are stuck until an operator decides',
      labelNames: ['kind', 'state'],
      collect: async () => {
        const rows = await read('count(*)::int', `${DUE} or state in ('FAILED', 'KILLS')`);
        open.reset();
        for (const { name: kind } of workers.kinds) open.set({ kind, state: 'waiting' }, 0);
        for (const { kind, state, value } of rows) open.set({ kind, state }, value);
      },
    });
    const age = metrics.gauge({
      name: 'jobs_overdue_seconds',
      help: 'Time since the job that waits longest was due; 0 when none is',
      labelNames: ['kind'],
      collect: async () => {
        const rows = await read('extract(epoch from now() - min(due_at))::float8', DUE);
        age.reset();
        for (const { name: kind } of workers.kinds) age.set({ kind }, 0);
        for (const { kind, value } of rows) age.set({ kind }, value);
      },
    });
    const up = metrics.gauge({
      name: 'redis_up',
      help: '1 while Redis answers this process; jobs wait while it does not',
      collect: async () => {
        const answer = await queues.client.ping().catch(() => undefined);
        up.set(answer ? 1 : 0);
      },
    });
  }
}
