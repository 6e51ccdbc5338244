import type { Transaction } from '#database';
import { HandlesJob, jobKind, NIGHTLY, NOTHING } from '#jobs';

/** [D] So long a checked file waits for its commit, and refused rows wait to be downloaded and mended. */
export const KEPT_DAYS = 7;

const forgetImports = jobKind({ name: 'forget-imports', payload: NOTHING, schedule: NIGHTLY });

/** Forgets the rows of files once a day: identities are not kept longer than somebody needs them. */
@HandlesJob(forgetImports)
export class ForgetImports {
  async handle(_: object, tx: Transaction): Promise<void> {
    await tx.query(
      `update import_jobs set state = 'EXPIRED'
       where state = 'VALIDATED' and moved_at < now() - make_interval(days => $1)`,
      [KEPT_DAYS],
    );
    await tx.query(
      `delete from import_chunks using import_jobs j
       where import_chunks.import_id = j.import_id and j.state in ('DONE', 'FAILED', 'EXPIRED')
         and j.moved_at < now() - make_interval(days => $1)`,
      [KEPT_DAYS],
    );
  }
}
