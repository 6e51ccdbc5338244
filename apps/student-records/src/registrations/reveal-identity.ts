import { Injectable } from '@nestjs/common';
import { Commands } from '#commands';
import { type Actor, noteReveal, type RevealRequest } from '#security';
import { actions } from '../actions.js';
import { SEALED_COLUMNS, type SealedPersonRow } from '../persons/person-row.js';
import { type FullIdentity, PersonVault } from '../persons/person-vault.js';
import { refusalProblem } from '../refusals.js';

/** 查看完整身份信息: of one student at a time, with a reason, and never without an entry in the audit trail. */
@Injectable()
export class RevealIdentity {
  constructor(
    private readonly commands: Commands,
    private readonly vault: PersonVault,
  ) {}

  /** @throws Problem 404, 409 person-erased */
  run(registrationId: string, { reason }: RevealRequest, actor: Actor): Promise<FullIdentity> {
    return this.commands.look(actor, actions['reveal-identity'], async (tx) => {
      const [row] = await tx.query<SealedPersonRow & { school_code: string }>(
        `select registrations.school_code, persons.person_id, ${SEALED_COLUMNS}
         from registrations join persons using (person_id) where registration_id = $1`,
        [registrationId],
      );
      if (!row) throw refusalProblem('not-found');
      const identity = this.vault.fullIdentityOf(row);
      if (!identity) throw refusalProblem('person-erased');
      const looked = { aggregate: 'registration', id: registrationId, schoolCode: row.school_code };
      tx.changed(looked);
      await noteReveal(tx, actor, { ...looked, reason });
      return identity;
    });
  }
}
