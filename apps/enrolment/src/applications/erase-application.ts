import { Injectable } from '@nestjs/common';
import { Commands } from '#commands';
import type { Transaction } from '#database';
import { type Actor, type ErasureOrder, Sealer } from '#security';
import { actions } from '../actions.js';
import { refusalToErase } from '../domain/erasure.js';
import { refusalProblem } from '../refusal-problem.js';
import { lockApplications } from './application-batch.js';
import { changeOfApplication } from './application-row.js';
import { type ApplicationView, applicationView } from './application-view.js';
import { eraseApplications } from './erase-applications.js';

/** 个人信息删除 of an applicant who was never admitted. Of all others student records is asked, and tells us. */
@Injectable()
export class EraseApplication {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, 409 */
  run(applicationId: string, order: ErasureOrder, actor: Actor): Promise<ApplicationView> {
    return this.commands.run(actor, actions['erase-application'], async (tx) => {
      const refusal = refusalToErase((await lock(tx, applicationId)).state);
      if (refusal) throw refusalProblem(refusal);
      await eraseApplications(tx, [applicationId], 'WHOLE', { ...order, by: actor.subject });
      const erased = await lock(tx, applicationId);
      tx.changed(changeOfApplication(erased));
      return applicationView(erased, this.sealer);
    });
  }
}

async function lock(tx: Transaction, applicationId: string) {
  const [application] = await lockApplications(tx, [applicationId]);
  if (!application) throw refusalProblem('not-found');
  return application;
}
