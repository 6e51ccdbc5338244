import { Injectable } from '@nestjs/common';
import { Commands } from '#commands';
import { Outbox } from '#messaging';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { refusalProblem } from '../refusal-problem.js';
import {
  changeOfOffering,
  OFFERINGS,
  type OfferingRow,
  offeringState,
  type OfferingView,
  offeringView,
} from './offering-row.js';

/** 停招: nobody is admitted to the offering any more; who is in it goes on (teach-out). */
@Injectable()
export class StopOffering {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run(offeringId: string, actor: Actor): Promise<OfferingView> {
    return this.commands.run(actor, actions['stop-offering'], async (tx) => {
      const stopped = await tx.query(
        `update offerings set status = 'STOPPED', version = version + 1
         where offering_id = $1 and status = 'ACTIVE' returning 1`,
        [offeringId],
      );
      const [offering] = await tx.query<OfferingRow>(`select * from ${OFFERINGS} where offering_id = $1`, [
        offeringId,
      ]);
      if (!offering) throw refusalProblem('not-found');
      if (stopped.length === 0) throw refusalProblem('wrong-state');
      await this.outbox.publish(tx, [offeringState(offering)]);
      tx.changed(changeOfOffering(offering));
      return offeringView(offering);
    });
  }
}
