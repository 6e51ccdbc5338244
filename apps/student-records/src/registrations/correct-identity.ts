import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor, Sealer } from '#security';
import { correctable, correctIdentity as corrected, type Identified } from '../domain/identity-correction.js';
import { holderOf, type Submitted } from '../domain/registration-states.js';
import { type Corrected, identify, isShared, type LockedPerson, lockKnown } from '../persons/identify.js';
import { PersonVault } from '../persons/person-vault.js';
import { leaveNobody } from '../persons/erase-person.js';
import { TypedPerson } from '../persons/typed-person.js';
import { problems } from '../problems.js';
import { correctionKey, openCorrections, openStated, ownContact, sealCorrection } from './former-persons.js';
import { RegistrationView } from './registration-view.js';
import { showRegistration } from './show-registration.js';
import { registrations } from './registrations.js';
import { settleDisputes } from './settle-disputes.js';

export const correctIdentity = command({
  name: 'correct-identity',
  path: ':registrationId/correct-identity',
  roles: ['school-registrar'],
  sentence: { zh: '更正了待审学籍的身份信息', en: 'corrected the identity before the approval' },
  body: z.strictObject({
    identity: TypedPerson,
    reason: accountableReason.meta({ example: '姓名录入有误' }),
  }),
  answers: [200, RegistrationView],
  refuses: [problems, 'not-found', 'not-submitted', 'person-erased', 'identity-fixed-by-another'],
});

/**
 * 更正身份信息, of a registration that waits for its decision: name, document, sex, birth date. What was said before is kept
 * sealed. Registrations of whichever school that were in dispute are settled with it; enrolment keeps the application as it was
 * entered.
 */
@Injectable()
export class CorrectIdentity {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, 409 */
  correct(
    registrationId: string,
    { identity, reason }: BodyOf<typeof correctIdentity>,
    actor: Actor,
  ): Promise<RegistrationView> {
    return this.commands.run(actor, correctIdentity.action, async (tx) => {
      const [before] = await registrations.lock(tx, [registrationId]);
      if (!before) throw new Problem(problems['not-found']);
      const known = await lockKnown(tx, this.vault, holderOf(before));
      if (!known) throw new Problem(problems['person-erased']);
      const waiting = correctable(before);
      if (!waiting.ok) throw new Problem(problems[waiting.code]);
      const identified = await this.identified(tx, waiting.value, known, identity, actor);
      const decision = corrected(waiting.value, identified, askedBy(tx, actor));
      if (!decision.ok) throw new Problem(problems[decision.code]);
      const after = decision.value;
      await this.transitions.save(tx, registrations, correctIdentity, [{ before, after, reason }], { actor });
      // Sets free whom the former identity held up; somebody of whom no registration is left was nobody.
      await acrossSchools(tx, async (all) => {
        await settleDisputes(all, this.transitions, this.vault, [holderOf(before), after.personId]);
        if (holderOf(before) !== after.personId) await leaveNobody(all, holderOf(before), actor);
      });
      return showRegistration(tx, this.vault, registrationId);
    });
  }

  /** Undefined where another registration says otherwise of the document. */
  private async identified(
    tx: Transaction,
    before: Submitted,
    known: LockedPerson,
    identity: Corrected,
    actor: Actor,
  ): Promise<Identified | undefined> {
    const { registrationId, identityMismatch, formerPersonsSealed = [], statedPersonSealed } = before;
    const key = await correctionKey(tx, this.sealer, registrationId);
    const stated = statedPersonSealed && openStated(key, registrationId, statedPersonSealed);
    const corrections = openCorrections(key, registrationId, formerPersonsSealed);
    const own = ownContact(corrections, identityMismatch, stated || undefined);
    const shared = await acrossSchools(tx, (all) => isShared(all, before));
    const contact = own ?? (shared ? {} : known.contact);
    const personId = await acrossSchools(tx, (all) =>
      identify(all, this.vault, known, identity, { contact, shared }),
    );
    if (personId === undefined) return undefined;
    const by = { correctedBy: actor.subject, correctedAt: tx.at.toISOString() };
    const former = identityMismatch ? stated : this.vault.identityOf(known.row);
    const kept = {
      former: former ? { ...former, ...by } : undefined,
      contact: personId === holderOf(before) ? own : contact,
    };
    return {
      personId,
      statedIdentity: this.vault.statedIndex({ ...identity, index: this.vault.indexOf(identity) }),
      formerPersonsSealed: [...formerPersonsSealed, sealCorrection(key, registrationId, kept)],
    };
  }
}
