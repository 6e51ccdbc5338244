import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import type { Transaction } from '#database';
import { accountableReason, type Actor } from '#security';
import { actions } from '../actions.js';
import { reopen } from '../domain/graduation-batch.js';
import { refusalProblem, refusedItem } from '../refusals.js';
import { type RegistrationBatchOutcome, registrationIds } from '../registrations/registration-batch.js';
import { changeOfBatch, lockGraduationBatch, saveGraduationBatch } from './graduation-batch-row.js';

export const Exclusion = z.strictObject({ registrationIds, reason: accountableReason });
export type Exclusion = z.infer<typeof Exclusion>;

/** Leaves students out of a batch, with a reason. They may stand in a later one. */
@Injectable()
export class ExcludeFromGraduationBatch {
  constructor(private readonly commands: Commands) {}

  /** @throws Problem 404, 409 batch-already-approved */
  run(batchId: string, exclusion: Exclusion, actor: Actor): Promise<RegistrationBatchOutcome> {
    const ids = [...new Set(exclusion.registrationIds)];
    return this.commands.run(actor, actions['exclude-from-graduation-batch'], async (tx) => {
      const reopened = reopen(await lockGraduationBatch(tx, batchId), actor.subject);
      if (!reopened.ok) throw refusalProblem(reopened.code);
      const excludedAt = new Date().toISOString();
      const excluded = await exclude(tx, { batchId, ids, reason: exclusion.reason, actor, excludedAt });
      if (excluded.size > 0) {
        await saveGraduationBatch(tx, reopened.value, excludedAt);
        tx.changed(changeOfBatch(reopened.value));
      }
      const refused = ids.filter((each) => !excluded.has(each)).map((each) => refusedItem(each, 'not-found'));
      tx.refused('registration', refused);
      return {
        accepted: excluded.size,
        registrationIds: ids.filter((each) => excluded.has(each)),
        refused,
      };
    });
  }
}

async function exclude(
  tx: Transaction,
  of: { batchId: string; ids: string[]; reason: string; actor: Actor; excludedAt: string },
): Promise<Set<string>> {
  const rows = await tx.query<{ registration_id: string }>(
    `update graduation_items set open = false, excluded_reason = $3, excluded_by = $4, excluded_at = $5
     where batch_id = $1 and registration_id = any($2) and open returning registration_id`,
    [of.batchId, of.ids, of.reason, of.actor.subject, of.excludedAt],
  );
  return new Set(rows.map((row) => row.registration_id));
}
