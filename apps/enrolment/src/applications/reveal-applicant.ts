import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Commands } from '#commands';
import { person } from '#contracts';
import { type Actor, noteReveal, type RevealRequest, Sealer } from '#security';
import { actions } from '../actions.js';
import { refusalProblem } from '../refusal-problem.js';
import { APPLICATION_COLUMNS, type ApplicationRow, personOf } from './application-row.js';

/** What is masked or not shown at all otherwise. */
export const FullIdentity = person
  .pick({ name: true, idType: true, idNumber: true, phone: true, guardian: true })
  .meta({ id: 'FullIdentity' });
export type FullIdentity = z.infer<typeof FullIdentity>;

/** 查看完整身份信息: of one applicant at a time, with a reason, and never without an entry in the audit trail. */
@Injectable()
export class RevealApplicant {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, 409 application-erased */
  run(applicationId: string, { reason }: RevealRequest, actor: Actor): Promise<FullIdentity> {
    return this.commands.look(actor, actions['reveal-identity'], async (tx) => {
      const [row] = await tx.query<ApplicationRow>(
        `select ${APPLICATION_COLUMNS} from applications where application_id = $1`,
        [applicationId],
      );
      if (!row) throw refusalProblem('not-found');
      if (row.erased_at) throw refusalProblem('application-erased');
      const looked = { aggregate: 'application', id: applicationId, schoolCode: row.school_code };
      tx.changed(looked);
      await noteReveal(tx, actor, { ...looked, reason });
      const { name, idType, idNumber, phone, guardian } = personOf(row, this.sealer);
      return { name, idType, idNumber, phone, guardian };
    });
  }
}
