import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { activate, approve, LIVE_STATES, type Registration } from '../domain/registration.js';
import type { RegistrationRules } from '../domain/rules.js';
import type { Verification } from '../persons/person-row.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { approverOf, authorityTiers } from '../schools/deciding.js';
import { allocateStudentNumbers } from './allocate-student-numbers.js';
import {
  decideEach,
  outcomeOf,
  type RegistrationBatchOutcome,
  registrationIds,
  schoolCodesOf,
} from './registration-batch.js';
import { registrationApproved } from './registration-events.js';
import { lockRegistrations } from './registration-row.js';
import { changesOf, saveRegistrations } from './save-registrations.js';

export const Approval = z.strictObject({ registrationIds });
export type Approval = z.infer<typeof Approval>;

/** 注册: submitted registrations become active student records, in a handful of statements for any number. */
@Injectable()
export class ApproveRegistrations {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  run(approval: Approval, actor: Actor): Promise<RegistrationBatchOutcome> {
    const ids = [...new Set(approval.registrationIds)];
    return this.commands.run(actor, actions['approve-registrations'], async (tx) => {
      const locked = await lockRegistrations(tx, ids);
      const { live, disputed } = await lockPersons(tx, locked);
      const approver = approverOf(actor);
      const tiers = await authorityTiers(tx, schoolCodesOf(locked));
      const { accepted, refused } = decideEach(ids, locked, (registration) => {
        const context = {
          approver,
          tier: tiers.get(registration.schoolCode),
          liveElsewhere: live.has(registration.personId),
          identityMismatch: disputed.has(registration.personId),
          rules: this.rules,
        };
        const decision = approve(registration, context);
        if (decision.ok) live.add(registration.personId);
        return decision;
      });
      const numbered = await allocateStudentNumbers(tx, accepted);
      const active = numbered.map(({ registration, studentNo }) =>
        activate(registration, studentNo, actor.subject),
      );
      const approvedAt = new Date().toISOString();
      await saveRegistrations(tx, active, approvedAt);
      await this.outbox.publish(
        tx,
        active.map((each) => registrationApproved(each, approvedAt)),
      );
      tx.changed(...changesOf(active));
      tx.refused('registration', refused);
      return outcomeOf(active, refused);
    });
  }
}

/**
 * Who of these people has a live registration, wherever in the city, and whose identity is not settled. Their rows are locked, so that two
 * batches that approve one person at two schools take turns, and the second sees what the first has done.
 */
async function lockPersons(tx: Transaction, registrations: readonly Registration[]) {
  const personIds = [...new Set(registrations.map(({ personId }) => personId))];
  const persons = await tx.query<{ person_id: string; verification: Verification }>(
    'select person_id, verification from persons where person_id = any($1) order by person_id for no key update',
    [personIds],
  );
  const rows = await acrossSchools(tx, () =>
    tx.query<{ person_id: string }>(
      'select person_id from registrations where person_id = any($1) and state = any($2)',
      [personIds, LIVE_STATES],
    ),
  );
  const disputed = persons.filter(({ verification }) => verification === 'MISMATCH');
  return { live: personIdsOf(rows), disputed: personIdsOf(disputed) };
}

const personIdsOf = (rows: { person_id: string }[]) => new Set(rows.map(({ person_id }) => person_id));
