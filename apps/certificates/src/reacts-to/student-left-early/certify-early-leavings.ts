import { StudentLeftEarly } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { IssueCertificates } from '../student-graduated/issue-certificates.js';

/** 肄业: certified as a graduation is, by a certificate of its own kind. */
@ReactsTo(StudentLeftEarly)
export class CertifyEarlyLeavings extends IssueCertificates {
  override handle(leavings: Received<typeof StudentLeftEarly>[], tx: Transaction): Promise<void> {
    return super.handle(leavings, tx);
  }
}
