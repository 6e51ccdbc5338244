import { GraduationRevoked } from '#contracts';
import type { Transaction } from '#database';
import { Outbox, ReactsTo, type Received } from '#messaging';
import { Sealer } from '#security';
import { certificateRevoked, lookupState } from '../../certificates/certificate-events.js';
import {
  certificateOf,
  KEYED_COLUMNS,
  type KeyedCertificateRow,
} from '../../certificates/certificate-row.js';
import { type Issued, revoke, type Revoked } from '../../domain/certificate.js';

type Revocation = Received<typeof GraduationRevoked>;

/**
 * The certificate of a revoked graduation is revoked with it. A revocation that finds no certificate does nothing:
 * the transport lets no older graduation in after it.
 */
@ReactsTo(GraduationRevoked)
export class RevokeCertificates {
  constructor(
    private readonly sealer: Sealer,
    private readonly outbox: Outbox,
  ) {}

  async handle(revocations: Revocation[], tx: Transaction): Promise<void> {
    const causes = new Map(revocations.map((revocation) => [revocation.data.registrationId, revocation]));
    const live = await this.lockLive(tx, causes);
    if (live.length === 0) return;
    const revoked = live.map((each) => {
      const { decisionNo, revokedAt } = causes.get(each.registrationId)!.data;
      return revoke(each, decisionNo, revokedAt);
    });
    await save(tx, revoked);
    const events = revoked.flatMap((each) => {
      const causedBy = causes.get(each.registrationId);
      return [certificateRevoked(each, causedBy), lookupState(each, causedBy)];
    });
    await this.outbox.publish(tx, events);
  }

  /** Only certificates of graduations that the revocation is younger than. */
  private async lockLive(tx: Transaction, causes: Map<string, Revocation>): Promise<Issued[]> {
    const rows = await tx.query<KeyedCertificateRow>(
      `select ${KEYED_COLUMNS}
       from certificates
       join unnest($1::uuid[], $2::integer[]) as revocation (registration_id, version)
         on certificates.registration_id = revocation.registration_id
        and certificates.graduation_version < revocation.version
       where certificates.status = 'ISSUED'
       order by certificates.certificate_id
       for update of certificates`,
      [[...causes.keys()], [...causes.values()].map(({ version }) => version)],
    );
    return rows.map((row) => certificateOf(row, this.sealer)).filter((each) => each.status === 'ISSUED');
  }
}

async function save(tx: Transaction, revoked: Revoked[]): Promise<void> {
  await tx.query(
    `update certificates set status = 'REVOKED', version = changed.version,
       revoked_at = changed.revoked_at, decision_no = changed.decision_no
     from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::text[])
       as changed (certificate_id, version, revoked_at, decision_no)
     where certificates.certificate_id = changed.certificate_id`,
    [
      revoked.map((each) => each.certificateId),
      revoked.map((each) => each.version),
      revoked.map((each) => each.revokedAt),
      revoked.map((each) => each.decisionNo),
    ],
  );
}
