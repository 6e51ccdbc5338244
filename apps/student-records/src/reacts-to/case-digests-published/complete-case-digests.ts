import { CaseDigestsPublished } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { completeRuns } from '../../reconciliation/keep-digests.js';

/** From now on the new digests of the employment cases count, and the older ones of the same days go. */
@ReactsTo(CaseDigestsPublished)
export class CompleteCaseDigests {
  async handle(runs: Received<typeof CaseDigestsPublished>[], tx: Transaction): Promise<void> {
    await completeRuns(tx, runs);
  }
}
