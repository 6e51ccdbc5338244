import { Injectable } from '@nestjs/common';
import { CronExpressionParser } from 'cron-parser';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { JobKind } from './job-kind.js';
import { JobQueues } from './job-queues.js';

/** Of the ids of firings. */
const NAMESPACE = '6a1a6c1e-5f0b-4a57-9d0e-0c3c1f6f2b11';

export interface NewJob<Payload> {
  readonly payload: Payload;
  /** By the database's clock; a day in China, YYYY-MM-DD, begins at its midnight. At once where it is left out. */
  readonly runAt?: Date | string;
  /** Whose rows the handler sees; that of the transaction's scope where it is left out, null: of the whole city. */
  readonly schoolCode?: string | null;
  /** A second job with the same id is not made. */
  readonly jobId?: string;
}

/** Writes the rows of jobs: those that are asked for, and those of schedules. */
@Injectable()
export class Jobs {
  constructor(private readonly queues: JobQueues) {}

  /**
   * Writes jobs in the given transaction, any number in one statement: they are done if, and only if, it commits.
   * Redis is told of what is due after the commit; all else is left to the reconciler.
   * @throws ZodError when a payload does not fit the kind: a defect of the caller
   */
  async enqueue<Payload>(
    tx: Transaction,
    kind: JobKind<Payload>,
    jobs: readonly NewJob<Payload>[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    const ofScope = tx.scope.kind === 'school' ? tx.scope.schoolCode : null;
    const rows = jobs.map(({ payload, runAt, schoolCode = ofScope, jobId = uuidv7() }) => ({
      jobId,
      schoolCode,
      payload: kind.payload.parse(payload),
      runAt: typeof runAt === 'string' ? `${runAt}T00:00:00+08:00` : runAt,
    }));
    const added = await tx.query<{ jobId: string; isDue: boolean }>(
      `insert into jobs (job_id, kind, school_code, payload, due_at, run_at)
       select "jobId", $1, "schoolCode", payload, coalesce("runAt", now()), coalesce("runAt", now())
       from json_to_recordset($2::json)
         as new ("jobId" uuid, "schoolCode" text, payload jsonb, "runAt" timestamptz)
       on conflict (job_id) do nothing returning job_id as "jobId", run_at <= now() as "isDue"`,
      [kind.name, JSON.stringify(rows)],
    );
    this.addAfterCommit(tx, kind.name, added.filter(({ isDue }) => isDue)); // prettier-ignore
  }

  /**
   * Makes the job of the last firing of each schedule by the database's clock, whatever clock has called: once, however
   * many processes call, and not while an earlier one waits, which would do the same. One that was missed is made up
   * for; of a schedule that is new, the firings of before are taken as done.
   */
  async fire(tx: Transaction, kinds: readonly JobKind[]): Promise<void> {
    const slots = kinds.map(({ name: kind, schedule }) => {
      const slot = lastSlot(schedule!, tx.at);
      return { kind, slot, jobId: uuidv5(`${kind} ${slot.toISOString()}`, NAMESPACE) };
    });
    const names = kinds.map(({ name }) => name);
    const known = await tx.query<{ kind: string }>(
      'select kind from unnest($1::text[]) as kind where exists (select from jobs where jobs.kind = kind.kind)',
      [names],
    );
    // What a clock that ran ahead has noted of days to come, as done or as waiting, is not so: their firings are due. What
    // another process has made since this transaction began is no such thing.
    await tx.query(
      `delete from jobs where kind = any($1)
         and (due_at > greatest($2::timestamptz, clock_timestamp()) or state = 'WAITING' and run_at > $2::timestamptz + interval '1 day')`,
      [names, tx.at],
    );
    const made = await tx.query<{ kind: string; jobId: string; state: string }>(
      `insert into jobs (job_id, kind, payload, due_at, run_at, state, ended_at)
       select "jobId", kind, '{}', slot, slot, case when is_known then 'WAITING' else 'DONE' end,
         case when not is_known then now() end
       from json_to_recordset($1::json) as slots ("jobId" uuid, kind text, slot timestamptz),
         lateral (select kind = any($2) as is_known) as of_before
       where not exists (select from jobs where jobs.kind = slots.kind and state = 'WAITING')
       on conflict (job_id) do nothing returning kind, job_id as "jobId", state`,
      [JSON.stringify(slots), known.map(({ kind }) => kind)],
    );
    for (const each of made) if (each.state === 'WAITING') this.addAfterCommit(tx, each.kind, [each]);
  }

  /** The rows wait: their turn comes when this transaction has committed, or else by the reconciler. */
  addAfterCommit(tx: Transaction, kind: string, jobs: readonly { jobId: string }[]): void {
    const ids = jobs.map(({ jobId }) => jobId);
    if (ids.length > 0) tx.afterCommit(() => void this.queues.add(kind, ids).catch(() => undefined));
  }
}

/** The last moment of the schedule up to this one. */
export function lastSlot(schedule: string, now: Date): Date {
  // `prev` is before its date; a slot that is now counts.
  const currentDate = new Date(now.getTime() + 1);
  return CronExpressionParser.parse(schedule, { currentDate, tz: 'Asia/Shanghai' }).prev().toDate();
}
