import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '#database';
import { type Actor, type ErasureOrder, scopeOf, Sealer } from '#security';
import { refusalToErase } from '../domain/erasure.js';
import { refusalProblem } from '../refusal-problem.js';
import { lockApplications } from './application-batch.js';
import { type ApplicationView, applicationView } from './application-view.js';
import { eraseApplications } from './erase-applications.js';

/** 个人信息删除 of an applicant who was never admitted. Of all others student records is asked, and tells us. */
@Injectable()
export class EraseApplication {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, 409 */
  run(applicationId: string, order: ErasureOrder, actor: Actor): Promise<ApplicationView> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const refusal = refusalToErase((await lock(tx, applicationId)).state);
      if (refusal) throw refusalProblem(refusal);
      await eraseApplications(tx, [applicationId], 'WHOLE', { ...order, by: actor.subject });
      return applicationView(await lock(tx, applicationId), this.sealer);
    });
  }
}

async function lock(tx: Transaction, applicationId: string) {
  const [application] = await lockApplications(tx, [applicationId]);
  if (!application) throw refusalProblem('not-found');
  return application;
}
