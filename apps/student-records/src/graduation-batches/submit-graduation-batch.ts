import { Inject, Injectable } from '@nestjs/common';
import { askedBy, Transitions } from '#aggregates';
import { Commands, declareActions } from '#commands';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { submit } from '../domain/graduation-batch.js';
import type { RegistrationRules } from '../domain/rules.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { failedView, lockAndCheck, lockGraduationBatch } from './candidates.js';
import { type GraduationBatchView, showGraduationBatch } from './graduation-batch-view.js';
import { graduationBatches } from './graduation-batches.js';

const step = { name: 'submit-graduation-batch' };
const action = declareActions({
  [step.name]: { zh: '提交了毕业批次', en: 'submitted the graduation batch' },
});

/** The school hands its batch to the authority; from here on somebody else decides. */
@Injectable()
export class SubmitGraduationBatch {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404, 409; `failed` of `graduation-items-failing` names the students and their reasons */
  submit(batchId: string, actor: Actor): Promise<GraduationBatchView> {
    return this.commands.run(actor, action[step.name]!, async (tx) => {
      const before = await lockGraduationBatch(tx, batchId);
      const { candidates } = await lockAndCheck(tx, before, this.rules);
      const failed = failedView(candidates);
      const items = { count: candidates.length, failing: failed.length };
      const submitted = submit(before, askedBy(tx, actor), items);
      if (!submitted.ok)
        throw new Problem(problems[submitted.code], failed.length > 0 ? { extensions: { failed } } : {});
      await this.transitions.save(tx, graduationBatches, step, [{ before, after: submitted.value }], {
        actor,
      });
      return showGraduationBatch(tx, batchId);
    });
  }
}
