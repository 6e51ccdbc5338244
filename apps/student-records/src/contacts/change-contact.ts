import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type BodyOf, command, Commands } from '#commands';
import { id } from '#contracts';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { changeContact as changed, CONTACT_FIELDS } from '../domain/contact.js';
import { holderOf } from '../domain/registration-states.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { ContactBody } from './contact-body.js';
import { ContactVault } from './contact-vault.js';

const ContactChanged = z
  .object({ registrationId: id, fields: z.array(z.enum(CONTACT_FIELDS)).describe('Which have changed') })
  .meta({ id: 'ContactChanged' });

export const changeContact = command({
  name: 'change-contact',
  path: ':registrationId/contact',
  roles: ['school-registrar'],
  sentence: { zh: '更改了学生联系信息', en: 'changed the contact of the student' },
  body: ContactBody,
  answers: [200, ContactChanged],
  refuses: [
    problems,
    'not-found',
    'person-erased',
    'contact-not-of-student',
    'guardian-required',
    'guardian-not-possible',
  ],
});

/** 更改联系信息: phone, address, household region, guardians. What was before is kept sealed, with who changed it and why. */
@Injectable()
export class ChangeContact {
  constructor(
    private readonly commands: Commands,
    private readonly contacts: ContactVault,
  ) {}

  /** @throws Problem 404, 409 */
  change(
    registrationId: string,
    { reason, ...contact }: BodyOf<typeof changeContact>,
    actor: Actor,
  ): Promise<z.infer<typeof ContactChanged>> {
    return this.commands.run(actor, changeContact.action, async (tx) => {
      const [registration] = await registrations.lock(tx, [registrationId]);
      if (!registration) throw new Problem(problems['not-found']);
      const known = await this.contacts.read(tx, holderOf(registration), 'for no key update of persons');
      if (!known) throw new Problem(problems['person-erased']);
      const { birthDate, identity, personId } = known;
      const context = {
        birthDate,
        idNumber: identity.idNumber,
        today: dayInChina(tx.at),
        known: known.contact,
      };
      const decision = changed(registration, contact, context);
      if (!decision.ok) throw new Problem(problems[decision.code]);
      const fields = [...decision.value];
      const { schoolCode } = registration;
      tx.changed({ aggregate: registrations.name, id: registrationId, schoolCode });
      if (fields.length > 0) {
        const changeId = uuidv7();
        const former = await this.contacts.replace(tx, known, contact, changeId);
        await tx.query(
          `insert into contact_changes (contact_change_id, person_id, registration_id, school_code, fields, former, reason, changed_by, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [changeId, personId, registrationId, schoolCode, fields, former, reason, actor.subject, tx.at],
        );
      }
      return { registrationId, fields };
    });
  }
}
