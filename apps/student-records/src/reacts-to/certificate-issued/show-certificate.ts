import { CertificateIssued } from '#contracts';
import { keepCertificates } from '#copies';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';

/** The registration shows the number of its certificate. */
@ReactsTo(CertificateIssued)
export class ShowCertificate {
  async handle(issued: Received<typeof CertificateIssued>[], tx: Transaction): Promise<void> {
    await keepCertificates(tx, issued, 'VALID');
  }
}
