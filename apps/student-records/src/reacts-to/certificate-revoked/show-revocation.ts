import { CertificateRevoked } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { noteCertificates } from '../../registrations/note-certificates.js';

/** The registration shows that its certificate is revoked. */
@ReactsTo(CertificateRevoked)
export class ShowRevocation {
  async handle(revoked: Received<typeof CertificateRevoked>[], tx: Transaction): Promise<void> {
    await noteCertificates(tx, revoked, 'REVOKED');
  }
}
