import { Transitions } from '#aggregates';
import { FormerGraduateRevoked } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { Sealer } from '#security';
import { certificates, revokeTakenOver } from '../../certificates/certificates.js';

/** 撤销历届毕业生: the lookup shows the certificate that was taken over as revoked. */
@ReactsTo(FormerGraduateRevoked)
export class RevokeTakenOver {
  constructor(
    private readonly sealer: Sealer,
    private readonly transitions: Transitions,
  ) {}

  async handle(revocations: Received<typeof FormerGraduateRevoked>[], tx: Transaction): Promise<void> {
    const causes = new Map(revocations.map((event) => [event.data.formerGraduateId, event]));
    const rows = await tx.query(
      `select ${certificates.selected} from certificates
       where registration_id = any($1) and taken_over and status = 'ISSUED' order by certificate_id for update`,
      [[...causes.keys()]],
    );
    const live = rows.map((row) => certificates.stateOf(row));
    const causeOf = new Map(live.map((each) => [each.certificateId, causes.get(each.registrationId)!]));
    await this.transitions.take(tx, revokeTakenOver, live, (each) => causeOf.get(each.certificateId)!.data, {
      causeOf: (certificateId) => causeOf.get(certificateId),
      given: { sealer: this.sealer },
    });
  }
}
