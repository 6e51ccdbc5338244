import { Transitions } from '#aggregates';
import { IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { cases, renameCases } from '../../cases/cases.js';

/**
 * 身份信息更正: a case takes the name that the graduate has by now. A correction that finds no case came before the graduation, which
 * tells the name itself.
 */
@ReactsTo(IdentityCorrected)
export class RenameCases {
  constructor(private readonly transitions: Transitions) {}

  async handle(corrections: Received<typeof IdentityCorrected>[], tx: Transaction): Promise<void> {
    const causes = new Map(corrections.map((correction) => [correction.data.registrationId, correction]));
    const known = await cases.lock(tx, [...causes.keys()]);
    await this.transitions.take(
      tx,
      renameCases,
      known,
      ({ registrationId }) => causes.get(registrationId)!.data.identities.new.name,
      { causeOf: (registrationId) => causes.get(registrationId) },
    );
  }
}
