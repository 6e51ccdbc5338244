import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { id, moment } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { type ApprovedBatch, approveBatch } from '../domain/graduation-batch.js';
import { type Graduated, graduate } from '../domain/registration.js';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { refusalProblem } from '../refusals.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { studentGraduated } from '../registrations/registration-events.js';
import { changesOf, saveRegistrations } from '../registrations/save-registrations.js';
import type { GraduationSchool } from '../schools/school-row.js';
import { failedView, lockAndCheck, passedOf } from './candidates.js';
import { changeOfBatch, lockGraduationBatch, saveGraduationBatch } from './graduation-batch-row.js';

export const GraduationApproval = z
  .object({ batchId: id, graduated: z.int(), approvedAt: moment })
  .meta({ id: 'GraduationApproval' });
export type GraduationApproval = z.infer<typeof GraduationApproval>;

/**
 * 毕业: all students of the batch graduate in one transaction, in a handful of statements; certificates and
 * employment cases follow by the events. The check is made again: what was true when the school submitted may not be.
 */
@Injectable()
export class ApproveGraduationBatch {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404, 409; `failed` of `graduation-items-failing` names the students and their reasons */
  run(batchId: string, actor: Actor): Promise<GraduationApproval> {
    return this.commands.run(actor, actions['approve-graduation-batch'], async (tx) => {
      const batch = await lockGraduationBatch(tx, batchId);
      const { candidates, school } = await lockAndCheck(tx, batch, this.rules);
      const failed = failedView(candidates);
      const approved = approveBatch(batch, actor.subject, { failing: failed.length });
      if (!approved.ok) throw refusalProblem(approved.code, failed.length > 0 ? { failed } : undefined);
      const approvedAt = new Date().toISOString();
      const graduates = passedOf(candidates).map(({ registration, person }) => ({
        registration: graduate(registration, batch),
        person,
      }));
      const graduated = graduates.map(({ registration }) => registration);
      await this.save(tx, approved.value, graduated, school, approvedAt);
      tx.changed(changeOfBatch(approved.value), ...changesOf(graduated));
      await this.outbox.publish(
        tx,
        graduates.map(({ registration, person }) =>
          studentGraduated({
            registration,
            identity: this.vault.identityOf(person),
            school: school!,
            approvedAt,
          }),
        ),
      );
      return { batchId, graduated: graduates.length, approvedAt };
    });
  }

  private async save(
    tx: Transaction,
    batch: ApprovedBatch,
    graduated: Graduated[],
    school: GraduationSchool | undefined,
    approvedAt: string,
  ) {
    await saveRegistrations(tx, graduated, approvedAt);
    await tx.query('update graduation_items set open = false where batch_id = $1 and open', [batch.batchId]);
    await saveGraduationBatch(tx, batch, approvedAt, school);
  }
}
