import { CertificateDigestsPublished } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { completeRuns } from '../../reconciliation/keep-digests.js';

/** From now on the new digests of the certificates count, and the older ones of the same days go. */
@ReactsTo(CertificateDigestsPublished)
export class CompleteCertificateDigests {
  async handle(runs: Received<typeof CertificateDigestsPublished>[], tx: Transaction): Promise<void> {
    await completeRuns(tx, runs);
  }
}
