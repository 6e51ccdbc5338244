import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { Outbox } from '#messaging';
import { accountableReason, type Actor } from '#security';
import { actions } from '../actions.js';
import { revokeGraduation } from '../domain/registration.js';
import { refusalProblem } from '../refusals.js';
import { showRegistration } from './find-registration.js';
import { graduationRevoked } from './registration-events.js';
import { lockRegistrations } from './registration-row.js';
import type { RegistrationView } from './registration-view.js';
import { changesOf, saveRegistrations } from './save-registrations.js';
import { PersonVault } from '../persons/person-vault.js';

export const RevocationDecision = z
  .strictObject({
    decisionNo: z.string().trim().min(1).max(100).meta({ description: '决定文号' }),
    reason: accountableReason.meta({
      description: 'Stays inside; the lookup never shows it. Must name nobody',
    }),
  })
  .meta({ id: 'RevocationDecision' });
export type RevocationDecision = z.infer<typeof RevocationDecision>;

/** 撤销毕业: certificate, lookup and employment case follow by the event. */
@Injectable()
export class RevokeGraduation {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
    private readonly vault: PersonVault,
  ) {}

  /** @throws Problem 404, 409 not-graduated */
  run(registrationId: string, decision: RevocationDecision, actor: Actor): Promise<RegistrationView> {
    return this.commands.run(actor, actions['revoke-graduation'], async (tx) => {
      const [registration] = await lockRegistrations(tx, [registrationId]);
      if (!registration) throw refusalProblem('not-found');
      const revoked = revokeGraduation(registration, { ...decision, revokedBy: actor.subject });
      if (!revoked.ok) throw refusalProblem(revoked.code);
      const revokedAt = new Date().toISOString();
      await saveRegistrations(tx, [revoked.value], revokedAt);
      tx.changed(...changesOf([revoked.value]));
      await this.outbox.publish(tx, [graduationRevoked(revoked.value, revokedAt)]);
      return showRegistration(tx, this.vault, registrationId);
    });
  }
}
