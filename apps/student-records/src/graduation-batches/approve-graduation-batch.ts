import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { command, Commands } from '#commands';
import { id, moment } from '#contracts';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { useAdvances } from '../advance-graduations/advance-graduations.js';
import { approveBatch } from '../domain/graduation-batch-moves.js';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { completeRegistrations, graduateRegistrations } from '../registrations/graduate-registrations.js';
import { decidingContext } from '../schools/deciding.js';
import { lockAndCheck, lockGraduationBatch, passedOf } from './candidates.js';
import { failedView } from './check-view.js';
import { graduationBatches } from './graduation-batches.js';

const GraduationApproval = z
  .object({ batchId: id, graduated: z.int(), approvedAt: moment })
  .meta({ id: 'GraduationApproval' });

export const approveGraduationBatch = command({
  name: 'approve-graduation-batch',
  path: ':batchId/approve',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '批准了毕业', en: 'approved the graduation' },
  answers: [200, GraduationApproval],
  refuses: [
    problems,
    'not-found',
    'batch-not-submitted',
    'batch-already-approved',
    'city-decides',
    'other-authority',
    'approver-is-submitter',
    'graduation-in-the-future',
    'graduation-items-failing',
  ],
});

/**
 * 毕业: all students of the batch graduate in one transaction, in a handful of statements; certificates and
 * employment cases follow by the events. The check is made again: what was true when the school submitted may not be.
 */
@Injectable()
export class ApproveGraduationBatch {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 403, 404, 409; `failed` of `graduation-items-failing` names the students and their reasons */
  approve(batchId: string, actor: Actor): Promise<z.infer<typeof GraduationApproval>> {
    return this.commands.run(actor, approveGraduationBatch.action, async (tx) => {
      const before = await lockGraduationBatch(tx, batchId);
      const { candidates, school } = await lockAndCheck(tx, before, this.rules);
      const failed = failedView(candidates);
      const context = { ...askedBy(tx, actor), ...(await decidingContext(tx, [before], { actor })) };
      const approved = approveBatch(before, context, { failing: failed.length, school });
      if (!approved.ok)
        throw new Problem(problems[approved.code], {
          ...approved.words,
          ...(failed.length > 0 && { extensions: { failed } }),
        });
      const versions = [{ before, after: approved.value }];
      await this.transitions.save(tx, graduationBatches, approveGraduationBatch, versions, { actor });
      await tx.query('update graduation_items set open = false where batch_id = $1 and open', [batchId]);
      const advances = candidates.flatMap(({ advance }) => advance ?? []);
      await this.transitions.take(tx, useAdvances, advances, {}, { actor });
      const step = before.kind === 'COMPLETION' ? completeRegistrations : graduateRegistrations;
      const given = { vault: this.vault };
      const { saved } = await this.transitions.take(tx, step, passedOf(candidates), before, {
        actor,
        given,
      });
      return { batchId, graduated: saved.length, approvedAt: approved.value.approvedAt };
    });
  }
}
