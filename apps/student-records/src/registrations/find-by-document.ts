import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { command, Commands } from '#commands';
import { ID_TYPES } from '#contracts';
import { parseIdNumber, parseIssuingState } from '#national-codes';
import { type Actor, typed } from '#security';
import { PersonVault } from '../persons/person-vault.js';
import { VIEW_ROLES } from '../view-roles.js';
import { type ShownRegistrationRow, shownRegistrations } from './registration-rows.js';
import { RegistrationView } from './registration-view.js';
import { viewOf } from './show-registration.js';

export const SearchedDocument = z
  .strictObject({
    idType: z.enum(ID_TYPES),
    issuingState: typed(parseIssuingState).optional(),
    idNumber: z.string().max(40),
  })
  .transform((document, context) => {
    const parsed = parseIdNumber(document.idType, document.idNumber);
    if (parsed.ok) return { ...document, idNumber: parsed.value.idNumber };
    const { code, message } = parsed;
    context.addIssue({ code: 'custom', path: ['idNumber'], message, params: { code } });
    return z.NEVER;
  })
  .meta({ id: 'SearchedDocument', example: { idType: 'RESIDENT_ID', idNumber: '510202199001010018' } });
type Document = z.output<typeof SearchedDocument>;

const Found = z.object({ items: z.array(RegistrationView) }).meta({ id: 'RegistrationsOfDocument' });

export const findByDocument = command({
  name: 'find-registrations-by-document',
  path: 'find-by-document',
  roles: VIEW_ROLES,
  sentence: { zh: '按证件号码查询了学籍', en: 'looked for registrations by a document number' },
  body: SearchedDocument,
  answers: [200, Found],
});

const BY_DOCUMENT = `persons.id_number_index = $1 or persons.person_id = any(array(
  select person_id from person_documents where id_number_index = $1))`;

/**
 * 按证件号码查询: all registrations of a person within reach, also by a document that they had before, masked like the list. The number comes as a body, since an address is
 * kept (decision 10), and is found by its blind index. Each search is written down, without the number.
 */
@Injectable()
export class FindByDocument {
  constructor(
    private readonly commands: Commands,
    private readonly vault: PersonVault,
  ) {}

  find(document: Document, actor: Actor): Promise<z.infer<typeof Found>> {
    return this.commands.look(actor, findByDocument.action, async (tx) => {
      const rows = await tx.query<ShownRegistrationRow>(
        `${shownRegistrations(BY_DOCUMENT)} order by listed.registration_id`,
        [this.vault.indexOf(document)],
      );
      return { items: rows.map((row) => viewOf(row, this.vault)) };
    });
  }
}
