import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transactions } from '#database';
import { type Actor, scopeOf } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { lockAndCheck, lockGraduationBatch } from './candidates.js';
import { ExplainedCandidates, explainedView, FailedCandidates, failedView } from './check-view.js';

export const GraduationCheck = z
  .object({ checked: z.int(), passed: z.int(), failed: FailedCandidates, students: ExplainedCandidates })
  .meta({ id: 'GraduationCheck' });
export type GraduationCheck = z.infer<typeof GraduationCheck>;

/** 毕业资格核查: who of the batch may graduate, and what each rule says of everybody. It changes nothing. */
@Injectable()
export class CheckGraduationBatch {
  constructor(
    private readonly transactions: Transactions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404 */
  check(batchId: string, actor: Actor): Promise<GraduationCheck> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const batch = await lockGraduationBatch(tx, batchId);
      const { candidates } = await lockAndCheck(tx, batch, this.rules);
      const failed = failedView(candidates);
      return {
        checked: candidates.length,
        passed: candidates.length - failed.length,
        failed,
        students: explainedView(candidates),
      };
    });
  }
}
