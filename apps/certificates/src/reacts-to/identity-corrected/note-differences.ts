import { IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { Sealer } from '#security';
import { certificates, SEALED_KEY } from '../../certificates/certificates.js';
import { noteDifferences } from '../../certificates/differing-identities.js';

/**
 * 身份信息更正: a certificate that was issued stays as it is, and is listed for the registrar; the lookup goes on with what is printed. A
 * correction that finds none came before the graduation, whose certificate has the new identity.
 */
@ReactsTo(IdentityCorrected)
export class NoteDifferences {
  constructor(private readonly sealer: Sealer) {}

  async handle(corrections: Received<typeof IdentityCorrected>[], tx: Transaction): Promise<void> {
    const last = new Map(corrections.map(({ data }) => [data.registrationId, data]));
    const rows = await tx.query<Record<string, unknown> & { sealed_key: string | null }>(
      `select ${certificates.selected}, ${SEALED_KEY} from certificates
       where registration_id = any($1) and status = 'ISSUED' order by certificate_id for share`,
      [[...last.keys()]],
    );
    if (rows.length === 0) return;
    const differing = rows.map(({ sealed_key: sealedKey, ...row }) => {
      const certificate = certificates.stateOf(row);
      return { certificate, sealedKey, correction: last.get(certificate.registrationId)! };
    });
    await noteDifferences(tx, differing, this.sealer);
  }
}
