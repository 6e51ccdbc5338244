import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { Commands, declareActions } from '#commands';
import { id, moment } from '#contracts';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { approveBatch } from '../domain/graduation-batch.js';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { graduateRegistrations } from '../registrations/graduate-registrations.js';
import { decidingOf } from '../schools/deciding.js';
import { failedView, lockAndCheck, lockGraduationBatch, passedOf } from './candidates.js';
import { graduationBatches } from './graduation-batches.js';

export const GraduationApproval = z
  .object({ batchId: id, graduated: z.int(), approvedAt: moment })
  .meta({ id: 'GraduationApproval' });
export type GraduationApproval = z.infer<typeof GraduationApproval>;

const step = { name: 'approve-graduation-batch' };
const action = declareActions({ [step.name]: { zh: '批准了毕业', en: 'approved the graduation' } });

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
  approve(batchId: string, actor: Actor): Promise<GraduationApproval> {
    return this.commands.run(actor, action[step.name]!, async (tx) => {
      const before = await lockGraduationBatch(tx, batchId);
      const { candidates, school } = await lockAndCheck(tx, before, this.rules);
      const failed = failedView(candidates);
      const { officerOf, tierOf } = await decidingOf(tx, [before], actor);
      const context = { ...askedBy(tx, actor), officerOf, tier: tierOf(before) };
      const approved = approveBatch(before, context, { failing: failed.length, school });
      if (!approved.ok)
        throw new Problem(problems[approved.code], failed.length > 0 ? { extensions: { failed } } : {});
      await this.transitions.save(tx, graduationBatches, step, [{ before, after: approved.value }], {
        actor,
      });
      await tx.query('update graduation_items set open = false where batch_id = $1 and open', [batchId]);
      const given = { vault: this.vault };
      const { saved } = await this.transitions.take(tx, graduateRegistrations, passedOf(candidates), before, {
        actor,
        given,
      });
      return { batchId, graduated: saved.length, approvedAt: approved.value.approvedAt };
    });
  }
}
