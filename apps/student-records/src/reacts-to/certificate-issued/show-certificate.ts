import { CertificateIssued } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { noteCertificates } from '../../registrations/note-certificates.js';

/** The registration shows the number of its certificate. */
@ReactsTo(CertificateIssued)
export class ShowCertificate {
  async handle(issued: Received<typeof CertificateIssued>[], tx: Transaction): Promise<void> {
    await noteCertificates(tx, issued, 'VALID');
  }
}
