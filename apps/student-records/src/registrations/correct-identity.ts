import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { askedBy, step, Transitions } from '#aggregates';
import { accept } from '#aggregates/rules';
import { type BodyOf, command, Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor, readDocument, Sealer, typedIdentity } from '#security';
import { correctable, correctIdentity as corrected } from '../domain/identity-correction.js';
import type { Submitted } from '../domain/registration.js';
import {
  type Corrected,
  identify,
  isFixedByAnother,
  type LockedPerson,
  lockKnown,
} from '../persons/identify.js';
import { PersonVault } from '../persons/person-vault.js';
import { leaveNobody } from '../persons/erase-person.js';
import { markMismatches, settleMismatches } from '../persons/resolve-persons.js';
import { problems } from '../problems.js';
import { sealFormerPerson } from './former-persons.js';
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
const settleIdentity = step(registrations, {
  name: 'settle-identity',
  decide: (each) => accept({ ...each, identityMismatch: false }),
});

/**
 * 更正身份信息, of a registration that waits for its decision: name, document, sex, birth date. What was said before is kept
 * sealed; what hangs on it is repaired, wherever in the city.
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
      const fixedByAnother = await acrossSchools(tx, (all) =>
        isFixedByAnother(all, this.vault, before, known, identity),
      );
      const decision = correctable(before, { fixedByAnother });
      if (!decision.ok) throw new Problem(problems[decision.code]);
      const identified = await this.identified(tx, decision.value, known, identity, actor);
      const after = corrected(decision.value, identified, askedBy(tx, actor));
      await this.transitions.save(tx, registrations, correctIdentity, [{ before, after, reason }], { actor });
      await acrossSchools(tx, (all) => this.repair(all, before.personId, after, actor));
      return showRegistration(tx, this.vault, registrationId);
    });
  }

  private async identified(
    tx: Transaction,
    { registrationId, formerPersonsSealed = [] }: Submitted,
    known: LockedPerson,
    identity: Corrected,
    actor: Actor,
  ) {
    const { sex, birth_date: birthDate } = known.row;
    const { personId, mismatch } = await acrossSchools(tx, (all) =>
      identify(all, this.vault, known, identity),
    );
    const { name, idType, idNumber } = known.full;
    const kept = await sealFormerPerson(tx, this.sealer, registrationId, {
      name,
      idType,
      idNumber,
      sex: sex!,
      birthDate: birthDate!,
      correctedBy: actor.subject,
      correctedAt: tx.at.toISOString(),
    });
    return {
      personId,
      identityMismatch: mismatch,
      statedIdentity: this.vault.statedIndex({ ...identity, index: this.vault.indexOf(identity) }),
      formerPersonsSealed: [...formerPersonsSealed, kept],
    };
  }

  /** Sets free whom the former identity held up; somebody of whom no registration is left was nobody. */
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
    await this.transitions.take(tx, settleIdentity, agreeing, {});
    if (after.identityMismatch) await markMismatches(tx, [after.personId]);
    await settleMismatches(tx, both);
    if (left !== after.personId) await leaveNobody(tx, left, actor);
  }
}
