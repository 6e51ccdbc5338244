import { Injectable, Logger } from '@nestjs/common';
import { allSchools, isOutOfTime, isPassing, type Scope, type Transaction, Transactions } from '#database';
import { Sealer } from '#security';
import { checkChunk } from './check-chunk.js';
import { commitChunk } from './commit-chunk.js';
import { commitWhole, failImport, RowsRefused } from './commit-whole.js';
import { findImport, type ImportJob, WORKING_STATES } from './import-job.js';
import type { ImportKind } from './import-kind.js';
import { Moved } from './moved.js';

/** Any constant: with the id of a job it makes the lock of who works on it. */
const LOCK = 4_504_529;
/** The same step may run out of time so often; then the rows are too many for this database. */
const MAX_TIMES_OUT_OF_TIME = 3;

/** One step of one job at a time: some rows checked or stored, in a transaction of their own. */
@Injectable()
export class ImportSteps {
  private readonly logger = new Logger(ImportSteps.name);
  private readonly kinds = new Map<string, ImportKind>();
  private readonly timesOutOfTime = new Map<string, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  register(kind: ImportKind): void {
    this.kinds.set(kind.kind, kind);
  }

  /**
   * Does the next step of the job that has waited longest and that no other process works on.
   * @returns whether there was one
   * @throws what passes, such as a lost connection; the step was undone then and comes again
   */
  async next(): Promise<boolean> {
    for (const job of await this.waitingJobs()) if (await this.step(job)) return true;
    return false;
  }

  private waitingJobs(): Promise<ImportJobKey[]> {
    return this.transactions.run(allSchools, (tx) =>
      tx.query<ImportJobKey>(
        `select import_id as "importId", kind, school_code as "schoolCode" from import_jobs
         where state in ('UPLOADED', 'VALIDATING', 'COMMITTING') and kind = any($1) order by moved_at limit 20`,
        [[...this.kinds.keys()]],
      ),
    );
  }

  private async step(key: ImportJobKey): Promise<boolean> {
    let job: ImportJob | undefined;
    try {
      await this.transactions.run(scopeOfJob(key), async (tx) => {
        job = await lockJob(tx, key);
        if (job) await this.work(tx, job);
      });
      this.timesOutOfTime.delete(key.importId);
    } catch (error) {
      await this.end(job, error);
    }
    return job !== undefined;
  }

  private work(tx: Transaction, job: ImportJob): Promise<void> {
    const kind = this.kinds.get(job.kind)!;
    if (job.state !== 'COMMITTING') return checkChunk(tx, this.sealer, kind, job);
    const commit = job.mode === 'ALL_OR_NOTHING' ? commitWhole : commitChunk;
    return commit(tx, this.sealer, kind, job);
  }

  /** What was done in the step is undone by now. */
  private async end(job: ImportJob | undefined, error: unknown): Promise<void> {
    if (error instanceof Moved) return;
    if (!job || (isPassing(error) && !this.isHopeless(job, error))) throw error;
    const failure = failureOf(error);
    if (failure !== 'rows-refused')
      this.logger.error(`Import ${job.importId} failed: ${failure}`, whereOf(error));
    const errors = error instanceof RowsRefused ? error.errors : [];
    await this.transactions.run(scopeOfJob(job), (tx) => failImport(tx, job, failure, errors));
  }

  private isHopeless({ importId }: ImportJob, error: unknown): boolean {
    if (!isOutOfTime(error)) return false;
    const times = (this.timesOutOfTime.get(importId) ?? 0) + 1;
    this.timesOutOfTime.set(importId, times);
    return times >= MAX_TIMES_OUT_OF_TIME;
  }
}

type ImportJobKey = Pick<ImportJob, 'importId' | 'kind' | 'schoolCode'>;

/** Rows are checked and stored with the reach of who uploaded them, and not with that of the service. */
const scopeOfJob = ({ schoolCode }: ImportJobKey): Scope =>
  schoolCode === null ? allSchools : { kind: 'school', schoolCode };

/**
 * The job, for this transaction alone; undefined while another process works on it, or when it needs no more work. The
 * lock is not that of the row, so that a commit of many seconds can still be cancelled.
 */
async function lockJob(tx: Transaction, { importId, kind }: ImportJobKey): Promise<ImportJob | undefined> {
  const [lock] = await tx.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as locked',
    [LOCK, importId],
  );
  const job = lock!.locked ? await findImport(tx, kind, importId) : undefined;
  return job && WORKING_STATES.some((state) => state === job.state) ? job : undefined;
}

const failureOf = (error: unknown) => {
  if (error instanceof RowsRefused) return 'rows-refused';
  return isOutOfTime(error) ? 'out-of-time' : 'internal-error';
};

/** Without the message: that of a database quotes what it was given. */
const whereOf = (error: unknown): string => {
  const { name, stack = '' } = error as Error;
  return [name, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
};
