import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ErasureExtent, id, moment } from '#contracts';
import { Commands } from '#commands';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { ERASED_NAME } from '#national-codes';
import { type Actor, destroyDataKeys, type ErasureOrder } from '#security';
import { actions } from '../actions.js';
import { extentOfErasure } from '../domain/erasure.js';
import type { RegistrationState } from '../domain/registration.js';
import { refusalProblem } from '../refusals.js';
import { type ErasureRow, erasureState, saveErasure } from './erasure-row.js';
import { contactSubject, identitySubject } from './person-row.js';

export const Erasure = z
  .object({ personId: id, erased: ErasureExtent, erasedAt: moment })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof Erasure>;

/** 个人信息删除: what the law lets go of a person is destroyed here, and the other services follow by the event. */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  /** Asked for again, it erases what has come since. @throws Problem 404, 409 person-has-open-registration */
  run(personId: string, order: ErasureOrder, actor: Actor): Promise<Erasure> {
    return this.commands.run(actor, actions['erase-person'], async (tx) => {
      const registrations = await lockPerson(tx, personId);
      const extent = extentOfErasure(registrations.map(({ state }) => state));
      if (!extent.ok) throw refusalProblem(extent.code);
      await erase(tx, personId, extent.value, { ...order, by: actor.subject });
      const erasure = await saveErasure(
        tx,
        personId,
        extent.value,
        registrations.map((each) => each.application_id),
      );
      tx.changed({ aggregate: 'person', id: personId, schoolCode: null });
      await this.outbox.publish(tx, [erasureState(erasure)]);
      return viewOf(erasure);
    });
  }
}

/**
 * Registrations first, then the person, as approval and rejection do: so they cannot deadlock. The lock of the person
 * keeps away a check-in that arrives at this moment; one that came between the two locks is seen by the last read.
 */
async function lockPerson(tx: Transaction, personId: string) {
  await tx.query('select from registrations where person_id = $1 order by registration_id for share', [
    personId,
  ]);
  const found = await tx.query('select from persons where person_id = $1 for update', [personId]);
  if (found.length === 0) throw refusalProblem('not-found');
  return tx.query<{ application_id: string; state: RegistrationState }>(
    `select application_id, state from registrations where person_id = $1 order by application_id`,
    [personId],
  );
}

/** Without the keys no copy opens, wherever it lies; the texts are removed because they are of no use any more. */
async function erase(
  tx: Transaction,
  personId: string,
  extent: ErasureExtent,
  destruction: ErasureOrder & { by: string },
): Promise<void> {
  const subjects = [contactSubject(personId), ...(extent === 'WHOLE' ? [identitySubject(personId)] : [])];
  await destroyDataKeys(tx, subjects, destruction);
  await tx.query(
    `update persons set phone = null, guardian = null, ethnicity = null, hukou_region = null where person_id = $1`,
    [personId],
  );
  if (extent === 'WHOLE')
    await tx.query(
      `update persons set name = $2, id_number = null, id_number_index = null, sex = null, birth_date = null
       where person_id = $1`,
      [personId, ERASED_NAME],
    );
}

const viewOf = ({ person_id, extent, erased_at }: ErasureRow): Erasure => ({
  personId: person_id,
  erased: extent,
  erasedAt: erased_at.toISOString(),
});
