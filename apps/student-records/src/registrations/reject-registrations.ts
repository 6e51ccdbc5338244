import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RegistrationRejected } from '#contracts';
import { Transactions } from '#database';
import { eventOf, Outbox } from '#messaging';
import { type Actor, scopeOf } from '#security';
import { reject, type Rejected } from '../domain/registration.js';
import { settleMismatches } from '../persons/resolve-persons.js';
import { approverOf, authorityTiers } from '../schools/deciding.js';
import {
  decideEach,
  outcomeOf,
  type RegistrationBatchOutcome,
  registrationIds,
  schoolCodesOf,
} from './registration-batch.js';
import { lockRegistrations } from './registration-row.js';
import { saveRegistrations } from './save-registrations.js';

export const Rejection = z.strictObject({ registrationIds, reason: z.string().trim().min(1).max(500) });
export type Rejection = z.infer<typeof Rejection>;

/** 不予注册: enrolment returns the applicants and gives their seats back. */
@Injectable()
export class RejectRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  run({ registrationIds: given, reason }: Rejection, actor: Actor): Promise<RegistrationBatchOutcome> {
    const ids = [...new Set(given)];
    return this.transactions.run(scopeOf(actor), async (tx) => {
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
      return outcomeOf(accepted, refused);
    });
  }
}

function registrationRejected(registration: Rejected, rejectedAt: string) {
  const { registrationId, personId, applicationId, schoolCode, reason, version } = registration;
  return eventOf(RegistrationRejected, {
    data: { registrationId, personId, applicationId, schoolCode, reason, rejectedAt },
    version,
  });
}
