import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor, readDocument, Sealer, typedIdentity } from '#security';
import { correctable, correctIdentity as corrected, type Identified } from '../domain/identity-correction.js';
import type { Submitted } from '../domain/registration-states.js';
import { type Corrected, identify, isShared, type LockedPerson, lockKnown } from '../persons/identify.js';
import { PersonVault } from '../persons/person-vault.js';
import { leaveNobody } from '../persons/erase-person.js';
import { settleMismatches } from '../persons/resolve-persons.js';
import { problems } from '../problems.js';
import { correctionKey, openCorrections, ownContact, sealCorrection } from './former-persons.js';
import { RegistrationView, showRegistration } from './registration-view.js';
import { registrations } from './registrations.js';

/** As it stands in the document; what is said of sex and birth date has to be what the number says. */
const Identity = z
  .strictObject(typedIdentity)
  .transform(readDocument)
  .superRefine(({ sex, birthDate, numberSays, idType, issuingState }, context) => {
    const issue = (path: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    if ((numberSays.sex ?? sex) !== sex) issue('sex', 'sex-mismatch', '性别与证件号码不一致');
    if ((numberSays.birthDate ?? birthDate) !== birthDate)
      issue('birthDate', 'birth-date-mismatch', '出生日期与证件号码不一致');
    if ((idType === 'PASSPORT') !== (issuingState !== undefined))
      issue('issuingState', 'issuing-state-of-passports', '护照须填写签发国家/地区，其他证件不填');
  })
  .transform(({ numberSays: _numberSays, ...identity }) => identity);

export const correctIdentity = command({
  name: 'correct-identity',
  path: ':registrationId/correct-identity',
  roles: ['school-registrar'],
  sentence: { zh: '更正了待审学籍的身份信息', en: 'corrected the identity before the approval' },
  body: z.strictObject({ identity: Identity, reason: accountableReason.meta({ example: '姓名录入有误' }) }),
  answers: [200, RegistrationView],
  refuses: [problems, 'not-found', 'not-submitted', 'person-erased', 'identity-fixed-by-another'],
});

/** 身份信息一致: the person whom the registration is in dispute with is by now said to be the same. */
const SETTLE = { name: 'settle-identity' };

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
      const known = await lockKnown(tx, this.vault, before.personId);
      if (!known) throw new Problem(problems['person-erased']);
      const waiting = correctable(before);
      if (!waiting.ok) throw new Problem(problems[waiting.code]);
      const identified = await this.identified(tx, waiting.value, known, identity, actor);
      const decision = corrected(waiting.value, identified, askedBy(tx, actor));
      if (!decision.ok) throw new Problem(problems[decision.code]);
      const after = decision.value;
      await this.transitions.save(tx, registrations, correctIdentity, [{ before, after, reason }], { actor });
      await acrossSchools(tx, (all) => this.repair(all, before.personId, after, actor));
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
    const { registrationId, identityMismatch, formerPersonsSealed = [] } = before;
    const key = await correctionKey(tx, this.sealer, registrationId);
    const own = ownContact(openCorrections(key, registrationId, formerPersonsSealed), identityMismatch);
    const shared = await acrossSchools(tx, (all) => isShared(all, before));
    const contact = own ?? (shared ? {} : known.contact);
    const personId = await acrossSchools(tx, (all) =>
      identify(all, this.vault, known, identity, { contact, shared }),
    );
    if (personId === undefined) return undefined;
    const by = { correctedBy: actor.subject, correctedAt: tx.at.toISOString() };
    const kept = {
      former: identityMismatch ? undefined : { ...this.vault.identityOf(known.row), ...by },
      contact: personId === before.personId ? own : contact,
    };
    return {
      personId,
      statedIdentity: this.vault.statedIndex({ ...identity, index: this.vault.indexOf(identity) }),
      formerPersonsSealed: [...formerPersonsSealed, sealCorrection(key, registrationId, kept)],
    };
  }

  /**
   * Sets free whom the former identity held up; somebody of whom no registration is left was nobody.
   * What came before `stated_identity` was kept agrees with nobody here: its school corrects it to what it says already.
   */
  private async repair(tx: Transaction, left: string, after: Submitted, actor: Actor): Promise<void> {
    const both = [...new Set([left, after.personId])];
    const disputed = await registrations.find(
      tx,
      `person_id = any($1) and identity_mismatch and state = 'SUBMITTED' order by registration_id for update`,
      [both],
    );
    const persons = await tx.query<{
      person_id: string;
      id_number_index: string;
      name: string;
      sex: never;
      birth_date: string;
    }>('select person_id, id_number_index, name, sex, birth_date from persons where person_id = any($1)', [
      both,
    ]);
    const stated = new Map(
      persons.map(({ id_number_index: index, birth_date: birthDate, ...row }) => [
        row.person_id,
        this.vault.statedIndex({ ...row, index, birthDate }),
      ]),
    );
    const agreeing = disputed.filter((each) => each.statedIdentity === stated.get(each.personId));
    const settled = agreeing.map((each) => ({ before: each, after: { ...each, identityMismatch: false } }));
    await this.transitions.save(tx, registrations, SETTLE, settled, { follows: true });
    await settleMismatches(tx, both);
    if (left !== after.personId) await leaveNobody(tx, left, actor);
  }
}
