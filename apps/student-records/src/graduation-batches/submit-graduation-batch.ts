import { Inject, Injectable } from '@nestjs/common';
import { Commands } from '#commands';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { submit } from '../domain/graduation-batch.js';
import type { RegistrationRules } from '../domain/rules.js';
import { refusalProblem } from '../refusals.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { failedView, lockAndCheck } from './candidates.js';
import { showGraduationBatch } from './find-graduation-batch.js';
import { changeOfBatch, lockGraduationBatch, saveGraduationBatch } from './graduation-batch-row.js';
import type { GraduationBatchView } from './graduation-batch-view.js';

/** The school hands its batch to the authority; from here on somebody else decides. */
@Injectable()
export class SubmitGraduationBatch {
  constructor(
    private readonly commands: Commands,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404, 409; `failed` of `graduation-items-failing` names the students and their reasons */
  run(batchId: string, actor: Actor): Promise<GraduationBatchView> {
    return this.commands.run(actor, actions['submit-graduation-batch'], async (tx) => {
      const batch = await lockGraduationBatch(tx, batchId);
      const { candidates } = await lockAndCheck(tx, batch, this.rules);
      const failed = failedView(candidates);
      const submitted = submit(batch, actor.subject, { count: candidates.length, failing: failed.length });
      if (!submitted.ok) throw refusalProblem(submitted.code, failed.length > 0 ? { failed } : undefined);
      await saveGraduationBatch(tx, submitted.value, new Date().toISOString());
      tx.changed(changeOfBatch(submitted.value));
      return showGraduationBatch(tx, batchId);
    });
  }
}
