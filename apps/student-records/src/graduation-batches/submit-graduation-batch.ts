import { Inject, Injectable } from '@nestjs/common';
import { askedBy, Transitions } from '#aggregates';
import { command, Commands } from '#commands';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { submit } from '../domain/graduation-batch-moves.js';
import type { RegistrationRules } from '../domain/rules.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { lockAndCheck, lockGraduationBatch } from './candidates.js';
import { failedView } from './check-view.js';
import { GraduationBatchView, showGraduationBatch } from './graduation-batch-view.js';
import { graduationBatches } from './graduation-batches.js';

export const submitGraduationBatch = command({
  name: 'submit-graduation-batch',
  path: ':batchId/submit',
  roles: ['school-registrar'],
  sentence: { zh: '提交了毕业批次', en: 'submitted the graduation batch' },
  answers: [200, GraduationBatchView],
  refuses: [problems, 'not-found', 'batch-not-draft', 'batch-is-empty', 'graduation-items-failing'],
});

/** The school submits its batch to the authority; from here on somebody else decides. */
@Injectable()
export class SubmitGraduationBatch {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404, 409; `failed` of `graduation-items-failing` names the students and their reasons */
  submit(batchId: string, actor: Actor): Promise<GraduationBatchView> {
    return this.commands.run(actor, submitGraduationBatch.action, async (tx) => {
      const before = await lockGraduationBatch(tx, batchId);
      const { candidates } = await lockAndCheck(tx, before, this.rules);
      const failed = failedView(candidates);
      const items = { count: candidates.length, failing: failed.length };
      const submitted = submit(before, askedBy(tx, actor), items);
      if (!submitted.ok)
        throw new Problem(problems[submitted.code], failed.length > 0 ? { extensions: { failed } } : {});
      const versions = [{ before, after: submitted.value }];
      await this.transitions.save(tx, graduationBatches, submitGraduationBatch, versions, { actor });
      return showGraduationBatch(tx, batchId);
    });
  }
}
