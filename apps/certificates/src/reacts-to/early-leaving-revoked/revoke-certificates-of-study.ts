import { EarlyLeavingRevoked } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { RevokeCertificates } from '../graduation-revoked/revoke-certificates.js';

/** 撤销肄业: the certificate of study is revoked with the withdrawal, as that of a graduation is. */
@ReactsTo(EarlyLeavingRevoked)
export class RevokeCertificatesOfStudy extends RevokeCertificates {
  override handle(revocations: Received<typeof EarlyLeavingRevoked>[], tx: Transaction): Promise<void> {
    return super.handle(revocations, tx);
  }
}
