import { Injectable } from '@nestjs/common';
import { CronExpressionParser } from 'cron-parser';
import { v5 as uuidv5 } from 'uuid';
import { allSchools, Transactions } from '#database';
import type { JobKind } from './job-kind.js';
import { Jobs } from './jobs.js';

/** Of the ids of firings. */
const NAMESPACE = '6a1a6c1e-5f0b-4a57-9d0e-0c3c1f6f2b11';

@Injectable()
export class Schedules {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Makes the job of the last firing by the database's clock, whatever clock has called: once, however many processes
   * call, and not while an earlier one waits, which would do the same. One that was missed is made up for; of a schedule
   * that is new, the firings of before are taken as done.
   */
  async fire({ name, schedule }: JobKind): Promise<void> {
    await this.transactions.run(allSchools, async (tx) => {
      const [{ now }] = (await tx.query<{ now: Date }>('select clock_timestamp() as now')) as [{ now: Date }];
      const slot = lastSlot(schedule!, now);
      const due = await tx.query<{ jobId: string; state: string }>(
        `insert into jobs (job_id, kind, payload, due_at, run_at, state, ended_at)
         select $1, $2, '{}', $3, $3, case when known then 'WAITING' else 'DONE' end, case when not known then now() end
         from (select exists (select from jobs where kind = $2) as known)
         where not exists (select from jobs where kind = $2 and state = 'WAITING')
         on conflict (job_id) do nothing returning job_id as "jobId", state`,
        [uuidv5(`${name} ${slot.toISOString()}`, NAMESPACE), name, slot],
      );
      const waiting = due.filter(({ state }) => state === 'WAITING');
      this.jobs.addAfterCommit(
        tx,
        name,
        waiting.map(({ jobId }) => ({ jobId, delayMs: 0 })),
      );
    });
  }
}

/** The last moment of the schedule up to this one. */
export function lastSlot(schedule: string, now: Date): Date {
  // `prev` is before its date; a slot that is now counts.
  const currentDate = new Date(now.getTime() + 1);
  return CronExpressionParser.parse(schedule, { currentDate, tz: 'Asia/Shanghai' }).prev().toDate();
}
