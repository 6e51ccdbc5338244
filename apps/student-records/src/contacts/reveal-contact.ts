import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { command, Commands } from '#commands';
import { id, moment } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, noteReveal, RevealRequest } from '#security';
import { type ContactField, CONTACT_FIELDS } from '../domain/contact.js';
import { HOLDER } from '../persons/person-row.js';
import { problems } from '../problems.js';
import { Contact } from './contact-body.js';
import { ContactVault, type KnownContact } from './contact-vault.js';

const RevealedContact = z
  .object({
    registrationId: id,
    contact: Contact,
    changes: z
      .array(
        z.object({
          fields: z.array(z.enum(CONTACT_FIELDS)),
          changedBy: z.string(),
          changedAt: moment,
          reason: z.string(),
          former: Contact.describe('What was there before'),
        }),
      )
      .describe('The newest first; of this school’s own doing, or all for the authorities'),
  })
  .meta({ id: 'RevealedContact' });

export const revealContact = command({
  name: 'reveal-contact',
  path: ':registrationId/reveal-contact',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '查看了学生联系信息', en: 'looked at the contact of the student' },
  body: RevealRequest,
  answers: [200, RevealedContact],
  refuses: [problems, 'not-found', 'person-erased'],
});

interface ChangeRow {
  contact_change_id: string;
  fields: ContactField[];
  former: string;
  reason: string;
  changed_by: string;
  changed_at: Date;
}

/** 查看联系信息, and what it was: of one student at a time, with a reason, and never without an entry in the audit trail. */
@Injectable()
export class RevealContact {
  constructor(
    private readonly commands: Commands,
    private readonly contacts: ContactVault,
  ) {}

  /** @throws Problem 404, 409 person-erased */
  reveal(
    registrationId: string,
    { reason }: RevealRequest,
    actor: Actor,
  ): Promise<z.infer<typeof RevealedContact>> {
    return this.commands.look(actor, revealContact.action, async (tx) => {
      const [row] = await tx.query<{ person_id: string; school_code: string; identity_mismatch: boolean }>(
        `select ${HOLDER} as person_id, school_code, identity_mismatch from registrations where registration_id = $1`,
        [registrationId],
      );
      // In dispute, the person on record is that of another registration.
      if (!row || row.identity_mismatch) throw new Problem(problems['not-found']);
      const known = await this.contacts.read(tx, row.person_id);
      if (!known) throw new Problem(problems['person-erased']);
      const looked = { aggregate: 'registration', id: registrationId, schoolCode: row.school_code };
      tx.changed(looked);
      await noteReveal(tx, actor, { ...looked, reason });
      return { registrationId, contact: known.contact, changes: await this.changes(tx, known) };
    });
  }

  private async changes(tx: Transaction, known: KnownContact) {
    const rows = await tx.query<ChangeRow>(
      `select contact_change_id, fields, former, reason, changed_by, changed_at from contact_changes
       where person_id = $1 and former is not null order by contact_change_id desc limit 100`,
      [known.personId],
    );
    return rows.map((row) => ({
      fields: row.fields,
      changedBy: row.changed_by,
      changedAt: row.changed_at.toISOString(),
      reason: row.reason,
      former: this.contacts.former(known, row.contact_change_id, row.former),
    }));
  }
}
