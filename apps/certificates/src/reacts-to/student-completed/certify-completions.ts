import { StudentCompleted } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { IssueCertificates } from '../student-graduated/issue-certificates.js';

/** 结业: certified as a graduation is, by a certificate of its own kind. */
@ReactsTo(StudentCompleted)
export class CertifyCompletions extends IssueCertificates {
  override handle(completions: Received<typeof StudentCompleted>[], tx: Transaction): Promise<void> {
    return super.handle(completions, tx);
  }
}
