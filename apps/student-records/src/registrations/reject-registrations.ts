import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { Outbox } from '#messaging';
import { accountableReason, type Actor } from '#security';
import { actions } from '../actions.js';
import { reject } from '../domain/registration.js';
import { settleMismatches } from '../persons/resolve-persons.js';
import { approverOf, authorityTiers } from '../schools/deciding.js';
import {
  decideEach,
  outcomeOf,
  type RegistrationBatchOutcome,
  registrationIds,
  schoolCodesOf,
} from './registration-batch.js';
import { registrationRejected } from './registration-events.js';
import { lockRegistrations } from './registration-row.js';
import { changesOf, saveRegistrations } from './save-registrations.js';

export const Rejection = z.strictObject({ registrationIds, reason: accountableReason });
export type Rejection = z.infer<typeof Rejection>;

/** 不予注册: enrolment returns the applicants and gives their seats back. */
@Injectable()
export class RejectRegistrations {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run({ registrationIds: given, reason }: Rejection, actor: Actor): Promise<RegistrationBatchOutcome> {
    const ids = [...new Set(given)];
    return this.commands.run(actor, actions['reject-registrations'], async (tx) => {
      const locked = await lockRegistrations(tx, ids);
      const approver = approverOf(actor);
      const tiers = await authorityTiers(tx, schoolCodesOf(locked));
      const { accepted, refused } = decideEach(ids, locked, (each) =>
        reject(each, { approver, tier: tiers.get(each.schoolCode) }, reason),
      );
      const rejectedAt = new Date().toISOString();
      await saveRegistrations(tx, accepted, rejectedAt);
      await settleMismatches(
        tx,
        accepted.map(({ personId }) => personId),
      );
      await this.outbox.publish(
        tx,
        accepted.map((each) => registrationRejected(each, rejectedAt)),
      );
      tx.changed(...changesOf(accepted));
      tx.refused('registration', refused);
      return outcomeOf(accepted, refused);
    });
  }
}
