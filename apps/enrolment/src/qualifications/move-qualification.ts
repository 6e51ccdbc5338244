import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Action, Commands } from '#commands';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { refusalToMove } from '../domain/qualification.js';
import { refusalProblem } from '../refusal-problem.js';
import { changeOfQualification, lockSchool, publishSchool } from './change-qualification.js';
import { type QualificationRow, type QualificationView, qualificationView } from './qualification-row.js';

export const Suspension = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type Suspension = z.infer<typeof Suspension>;

/** 公布 and 暂停 of a qualification: admissions that start afterwards see it. */
@Injectable()
export class MoveQualification {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  publish(qualificationId: string, actor: Actor): Promise<QualificationView> {
    return this.move(qualificationId, actor, actions['publish-qualification'], 'PUBLISHED', null);
  }

  suspend(qualificationId: string, { reason }: Suspension, actor: Actor): Promise<QualificationView> {
    return this.move(qualificationId, actor, actions['suspend-qualification'], 'SUSPENDED', reason);
  }

  private move(
    qualificationId: string,
    actor: Actor,
    action: Action,
    to: 'PUBLISHED' | 'SUSPENDED',
    suspensionReason: string | null,
  ) {
    return this.commands.run(actor, action, async (tx) => {
      const current = await lockWithSchool(tx, qualificationId);
      if (!current) throw refusalProblem('not-found');
      const refused = refusalToMove(current.state, to);
      if (refused) throw refusalProblem(refused.code);
      const [moved] = await tx.query<QualificationRow>(
        `update qualifications set state = $2, suspension_reason = $3, version = version + 1
         where qualification_id = $1 returning *`,
        [qualificationId, to, suspensionReason],
      );
      await publishSchool(tx, this.outbox, current.school_code);
      tx.changed(changeOfQualification(moved!));
      return qualificationView(moved!);
    });
  }
}

/** The qualification as it stands once its school is locked. A qualification never changes its school. */
async function lockWithSchool(tx: Transaction, qualificationId: string) {
  const read = async () => {
    const rows = await tx.query<QualificationRow>(
      'select * from qualifications where qualification_id = $1',
      [qualificationId],
    );
    return rows[0];
  };
  const found = await read();
  if (!found) return undefined;
  await lockSchool(tx, found.school_code);
  return read();
}
