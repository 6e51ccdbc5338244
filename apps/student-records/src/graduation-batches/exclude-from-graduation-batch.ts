import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { batchOutcome, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor } from '#security';
import { reopen } from '../domain/graduation-batch-moves.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { lockGraduationBatch } from './candidates.js';
import { graduationBatches } from './graduation-batches.js';

export const excludeFromGraduationBatch = command({
  name: 'exclude-from-graduation-batch',
  path: ':batchId/exclude',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '从毕业批次中移出了学生', en: 'left students out of the graduation batch' },
  body: z.strictObject({
    registrationIds: z.array(id).min(1).max(1000),
    reason: accountableReason.meta({ example: '课程未修完' }),
  }),
  answers: [200, batchOutcome(registrations)],
  refuses: [problems, 'not-found', 'batch-already-approved', 'batch-not-draft'],
});

/** Leaves students out of a batch, with a reason. They may stand in a later one. */
@Injectable()
export class ExcludeFromGraduationBatch {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 404, 409 */
  exclude(
    batchId: string,
    { registrationIds, reason }: BodyOf<typeof excludeFromGraduationBatch>,
    actor: Actor,
  ) {
    const ids = [...new Set(registrationIds)];
    return this.commands.run(actor, excludeFromGraduationBatch.action, async (tx) => {
      const before = await lockGraduationBatch(tx, batchId);
      const reopened = reopen(before, actor.subject);
      if (!reopened.ok) throw new Problem(problems[reopened.code]);
      const excluded = await exclude(tx, { batchId, ids, reason, actor });
      const versions = excluded.size > 0 ? [{ before, after: reopened.value, reason }] : [];
      await this.transitions.save(tx, graduationBatches, excludeFromGraduationBatch, versions, { actor });
      const { code, title, detail } = problems['not-found'];
      const refused = ids.flatMap((each) => (excluded.has(each) ? [] : { id: each, code, title, detail }));
      tx.refused('registration', refused);
      return { accepted: excluded.size, registrationIds: ids.filter((each) => excluded.has(each)), refused };
    });
  }
}

async function exclude(
  tx: Transaction,
  { batchId, ids, reason, actor }: { batchId: string; ids: string[]; reason: string; actor: Actor },
): Promise<Set<string>> {
  const rows = await tx.query<{ registration_id: string }>(
    `update graduation_items set open = false, excluded_reason = $3, excluded_by = $4, excluded_at = $5
     where batch_id = $1 and registration_id = any($2) and open returning registration_id`,
    [batchId, ids, reason, actor.subject, tx.at],
  );
  return new Set(rows.map((row) => row.registration_id));
}
