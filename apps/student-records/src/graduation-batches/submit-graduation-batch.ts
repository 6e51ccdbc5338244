import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '#database';
import { type Actor, scopeOf } from '#security';
import { submit } from '../domain/graduation-batch.js';
import type { RegistrationRules } from '../domain/rules.js';
import { refusalProblem } from '../refusals.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { failedView, lockAndCheck } from './candidates.js';
import { showGraduationBatch } from './find-graduation-batch.js';
import { lockGraduationBatch, saveGraduationBatch } from './graduation-batch-row.js';
import type { GraduationBatchView } from './graduation-batch-view.js';

/** The school hands its batch to the authority; from here on somebody else decides. */
@Injectable()
export class SubmitGraduationBatch {
  constructor(
    private readonly transactions: Transactions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404, 409; `failed` of `graduation-items-failing` names the students and their reasons */
  run(batchId: string, actor: Actor): Promise<GraduationBatchView> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const batch = await lockGraduationBatch(tx, batchId);
      const { candidates } = await lockAndCheck(tx, batch, this.rules);
      const failed = failedView(candidates);
      const submitted = submit(batch, actor.subject, { count: candidates.length, failing: failed.length });
      if (!submitted.ok) throw refusalProblem(submitted.code, failed.length > 0 ? { failed } : undefined);
      await saveGraduationBatch(tx, submitted.value, new Date().toISOString());
      return showGraduationBatch(tx, batchId);
    });
  }
}
