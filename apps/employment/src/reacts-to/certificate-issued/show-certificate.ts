import { CertificateIssued } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { noteCertificates } from '../../cases/note-certificates.js';

/** The case shows the number of the graduate's certificate. */
@ReactsTo(CertificateIssued)
export class ShowCertificate {
  async handle(issued: Received<typeof CertificateIssued>[], tx: Transaction): Promise<void> {
    await noteCertificates(tx, issued, 'VALID');
  }
}
