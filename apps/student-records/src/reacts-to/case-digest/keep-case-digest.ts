import { CaseDigest } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepDigests } from '../../reconciliation/keep-digests.js';

/** 对账: keeps what is told of the employment cases of a school and day. */
@ReactsTo(CaseDigest)
export class KeepCaseDigest {
  async handle(digests: Received<typeof CaseDigest>[], tx: Transaction): Promise<void> {
    await keepDigests(tx, digests);
  }
}
