import { EntryDigest } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepDigests } from '../../reconciliation/keep-digests.js';

/** 对账: keeps what is told of the entries of the lookup of a school and day. */
@ReactsTo(EntryDigest)
export class KeepEntryDigest {
  async handle(digests: Received<typeof EntryDigest>[], tx: Transaction): Promise<void> {
    await keepDigests(tx, digests);
  }
}
