import { CertificateDigest } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepDigests } from '../../reconciliation/keep-digests.js';

/** 对账: keeps what is told of the certificates of a school and day. */
@ReactsTo(CertificateDigest)
export class KeepCertificateDigest {
  async handle(digests: Received<typeof CertificateDigest>[], tx: Transaction): Promise<void> {
    await keepDigests(tx, digests);
  }
}
