import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ErasureExtent, id, moment } from '#contracts';
import { Transitions } from '#aggregates';
import { command, Commands } from '#commands';
import type { Transaction } from '#database';
import { FileVault } from '#files';
import { ERASED_NAME } from '#national-codes';
import { Problem } from '#runtime';
import { type Actor, destroyDataKeys, type Destruction, ErasureOrder } from '#security';
import { extentOfErasure } from '../domain/erasure.js';
import type { RegistrationState } from '../domain/registration-states.js';
import { problems } from '../problems.js';
import { erasures } from './erasures.js';
import { formerPersonsSubject } from '../registrations/former-persons.js';
import { identityChangeSubject } from '../identity-changes/sealed-identities.js';
import { aliasesOf } from './known-persons.js';
import { contactSubject, HOLDER, identitySubject } from './person-row.js';

const Erasure = z.object({ personId: id, erased: ErasureExtent, erasedAt: moment }).meta({ id: 'Erasure' });

export const erasePerson = command({
  name: 'erase-person',
  path: ':personId/erase',
  roles: ['city-officer'],
  sentence: { zh: '删除了个人信息', en: 'erased personal data of the person' },
  body: ErasureOrder,
  answers: [200, Erasure],
  refuses: [problems, 'not-found', 'person-is-merged', 'person-has-open-registration'],
});

/** 个人信息删除: what the law lets go of a person is destroyed here, and the other services follow by the event. */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly files: FileVault,
  ) {}

  /** Asked for again, it erases what has come since. @throws Problem 404, 409 person-is-merged, person-has-open-registration */
  erase(personId: string, order: ErasureOrder, actor: Actor): Promise<z.infer<typeof Erasure>> {
    return this.commands.run(actor, erasePerson.action, async (tx) => {
      const registrations = await lockPerson(tx, personId);
      const extent = extentOfErasure(registrations.map(({ state }) => state));
      if (!extent.ok) throw new Problem(problems[extent.code]);
      const ids = registrations.map((each) => each.registration_id);
      const destruction = { ...order, by: actor.subject };
      // Aliases are published too: facts of the person have their ids.
      const personIds = [personId, ...(await aliasesOf(tx, personId))];
      await erase(tx, personIds, extent.value, { ...destruction, registrationIds: ids });
      if (extent.value === 'WHOLE') {
        await this.eraseFiles(tx, ids, destruction);
        await eraseChanges(tx, personIds, destruction);
      }
      const known = await erasures.lock(tx, personIds);
      const erasedAt = tx.at.toISOString();
      const applicationIds = registrations.map((each) => each.application_id);
      const erased = { extent: extent.value, applicationIds, registrationIds: ids, erasedAt, version: 1 };
      const versions = personIds.map((each) => ({
        before: known.find((before) => before.personId === each),
        after: { ...erased, personId: each },
        reason: order.reason,
      }));
      for (const some of [versions.filter(({ before }) => before), versions.filter(({ before }) => !before)])
        await this.transitions.save(tx, erasures, erasePerson, some, { actor });
      return { personId, erased: extent.value, erasedAt };
    });
  }

  /** Photos and papers of who never became a student; the photo of a graduate is on the certificate. */
  private async eraseFiles(tx: Transaction, registrationIds: string[], destruction: Destruction) {
    const files = await tx.query<{ id: string }>(
      `select coalesce(file_id, photo_id) as id from photos where registration_id = any($1)
       union all select evidence_id from evidence where registration_id = any($1)`,
      [registrationIds],
    );
    await this.files.destroy(tx, files.map(({ id: fileId }) => fileId), destruction); // prettier-ignore
  }
}

/**
 * Registrations first, then the person, as approval and rejection do: so they cannot deadlock. The lock of the person
 * keeps away a check-in that arrives at this moment; one that came between the two locks is seen by the last read.
 */
async function lockPerson(tx: Transaction, personId: string) {
  await tx.query(`select from registrations where ${HOLDER} = $1 order by registration_id for share`, [
    personId,
  ]);
  const found = await tx.query('select from persons where person_id = $1 for update', [personId]);
  if (found.length === 0) throw new Problem(problems['not-found']);
  const merged = await tx.query('select from person_aliases where person_id = $1', [personId]);
  if (merged.length > 0) throw new Problem(problems['person-is-merged']);
  return tx.query<{ registration_id: string; application_id: string; state: RegistrationState }>(
    `select registration_id, application_id, state from registrations where ${HOLDER} = $1 order by application_id`,
    [personId],
  );
}

/** Old and new of what was changed of persons of whom nothing stays. */
async function eraseChanges(tx: Transaction, personIds: string[], destruction: Destruction): Promise<void> {
  const changes = await tx.query<{ change_id: string }>(
    `update identity_changes set identities_sealed = null where person_id = any($1) or other_id = any($1)
     returning change_id`,
    [personIds],
  );
  await destroyDataKeys(tx, changes.map((each) => identityChangeSubject(each.change_id)), destruction); // prettier-ignore
}

/** Destroys what is known of somebody whose last registration has turned out to be of another person. */
export async function leaveNobody(tx: Transaction, personId: string, { subject: by }: Actor): Promise<void> {
  const left = await tx.query(`select from registrations where ${HOLDER} = $1 limit 1`, [personId]);
  if (left.length > 0) return;
  const reason = '更正身份信息后，该人员已无学籍';
  await erase(tx, [personId], 'WHOLE', { legalGround: 'PURPOSE_ENDED', reason, by, registrationIds: [] });
}

/** Without the keys no copy opens, wherever it lies; the texts are removed because they are of no use any more. */
async function erase(
  tx: Transaction,
  personIds: string[],
  extent: ErasureExtent,
  { registrationIds, ...destruction }: ErasureOrder & { by: string; registrationIds: string[] },
): Promise<void> {
  const kept = [...personIds.map(contactSubject), ...registrationIds.map(formerPersonsSubject)];
  const subjects = extent === 'WHOLE' ? [...kept, ...personIds.map(identitySubject)] : kept;
  await destroyDataKeys(tx, subjects, destruction);
  await tx.query(
    `update persons set phone = null, phone_index = null, guardian = null, guardians = null, address = null, ethnicity = null, hukou_region = null where person_id = any($1)`,
    [personIds],
  );
  await tx.query('update contact_changes set former = null where person_id = any($1)', [personIds]);
  await tx.query(
    'update registrations set former_persons_sealed = null, stated_person_sealed = null where registration_id = any($1)',
    [registrationIds],
  );
  if (extent === 'WHOLE') {
    await tx.query('update registrations set stated_identity = null where registration_id = any($1)', [
      registrationIds,
    ]);
    await tx.query(
      `update persons set name = $2, name_pinyin = null, name_initials = null, issuing_state = null, id_number = null, id_number_index = null,
         sex = null, birth_date = null
       where person_id = any($1)`,
      [personIds, ERASED_NAME],
    );
    for (const table of ['person_names', 'person_documents'])
      await tx.query(`delete from ${table} where person_id = any($1)`, [personIds]);
  }
}
