import { Transitions } from '#aggregates';
import { GraduationRevoked } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { cancelCases, cases } from '../../cases/cases.js';

/**
 * The case of a revoked graduation is cancelled. A revocation that finds no case does nothing: the transport lets
 * no older graduation in after it.
 */
@ReactsTo(GraduationRevoked)
export class CancelCases {
  constructor(private readonly transitions: Transitions) {}

  async handle(revocations: Received<typeof GraduationRevoked>[], tx: Transaction): Promise<void> {
    const causes = new Map(revocations.map((revocation) => [revocation.data.registrationId, revocation]));
    const known = await cases.lock(tx, [...causes.keys()]);
    await this.transitions.take(
      tx,
      cancelCases,
      known,
      ({ registrationId }) => {
        const { version, data } = causes.get(registrationId)!;
        return { version, decisionNo: data.decisionNo, revokedAt: data.revokedAt };
      },
      { causeOf: (registrationId) => causes.get(registrationId) },
    );
  }
}
