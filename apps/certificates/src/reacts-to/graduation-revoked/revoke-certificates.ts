import { Transitions } from '#aggregates';
import { type EarlyLeavingRevoked, GraduationRevoked } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { Sealer } from '#security';
import { certificates, revokeCertificates } from '../../certificates/certificates.js';
import type { Certificate } from '../../domain/certificate.js';

type Revocation = Received<typeof GraduationRevoked> | Received<typeof EarlyLeavingRevoked>;

/**
 * The certificate of a revoked graduation is revoked with it. A revocation that finds no certificate does nothing:
 * the transport lets no older graduation in after it.
 */
@ReactsTo(GraduationRevoked)
export class RevokeCertificates {
  constructor(
    private readonly sealer: Sealer,
    private readonly transitions: Transitions,
  ) {}

  async handle(revocations: Revocation[], tx: Transaction): Promise<void> {
    const causes = new Map(revocations.map((revocation) => [revocation.data.registrationId, revocation]));
    const live = await lockLive(tx, causes);
    const causeOf = new Map(live.map((each) => [each.certificateId, causes.get(each.registrationId)!]));
    await this.transitions.take(
      tx,
      revokeCertificates,
      live,
      (each) => causeOf.get(each.certificateId)!.data,
      {
        causeOf: (certificateId) => causeOf.get(certificateId),
        given: { sealer: this.sealer },
      },
    );
  }
}

/** Only certificates of graduations that the revocation is younger than. */
async function lockLive(tx: Transaction, causes: ReadonlyMap<string, Revocation>): Promise<Certificate[]> {
  const rows = await tx.query(
    `select ${certificates.selected}
     from certificates
     join unnest($1::uuid[], $2::integer[]) as revocation (registration_id, version)
       on certificates.registration_id = revocation.registration_id
      and certificates.graduation_version < revocation.version
     where certificates.status = 'ISSUED'
     order by certificates.certificate_id
     for update of certificates`,
    [[...causes.keys()], [...causes.values()].map(({ version }) => version)],
  );
  return rows.map((row) => certificates.stateOf(row));
}
