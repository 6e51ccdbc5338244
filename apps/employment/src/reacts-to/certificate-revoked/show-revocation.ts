import { CertificateRevoked } from '#contracts';
import { keepCertificates } from '#copies';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';

/** The case shows that the certificate is revoked. */
@ReactsTo(CertificateRevoked)
export class ShowRevocation {
  async handle(revoked: Received<typeof CertificateRevoked>[], tx: Transaction): Promise<void> {
    await keepCertificates(tx, revoked, 'REVOKED');
  }
}
