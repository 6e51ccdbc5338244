import { EntryDigestsPublished } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { completeRuns } from '../../reconciliation/keep-digests.js';

/** From now on the new digests of the entries of the lookup count, and the older ones of the same days go. */
@ReactsTo(EntryDigestsPublished)
export class CompleteEntryDigests {
  async handle(runs: Received<typeof EntryDigestsPublished>[], tx: Transaction): Promise<void> {
    await completeRuns(tx, runs);
  }
}
