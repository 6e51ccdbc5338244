import { GraduationRevoked } from '#contracts';
import type { Transaction } from '#database';
import { Outbox, ReactsTo, type Received } from '#messaging';
import { trackingCancelled } from '../../cases/case-events.js';
import { lockCases, saveCases } from '../../cases/case-row.js';
import { cancel } from '../../domain/case.js';

type Revocation = Received<typeof GraduationRevoked>;

/**
 * The case of a revoked graduation is cancelled. A revocation that finds no case does nothing: the transport lets
 * no older graduation in after it.
 */
@ReactsTo(GraduationRevoked)
export class CancelCases {
  constructor(private readonly outbox: Outbox) {}

  async handle(revocations: Revocation[], tx: Transaction): Promise<void> {
    const causes = new Map(revocations.map((revocation) => [revocation.data.registrationId, revocation]));
    const known = await lockCases(tx, [...causes.keys()]);
    const cancelled = [...known.values()].flatMap((each) => {
      const { version, data } = causes.get(each.registrationId)!;
      return cancel(each, { version, decisionNo: data.decisionNo, revokedAt: data.revokedAt }) ?? [];
    });
    await saveCases(tx, cancelled);
    const events = cancelled.map((each) => trackingCancelled(each, causes.get(each.registrationId)));
    await this.outbox.publish(tx, events);
  }
}
