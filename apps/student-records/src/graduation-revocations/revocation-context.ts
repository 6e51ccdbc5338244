import type { Transaction } from '#database';
import type { DecisionContext, GraduationRevocation } from '../domain/graduation-revocation.js';
import {
  type Completed,
  type Graduated,
  holderOf,
  type Registration,
} from '../domain/registration-states.js';
import { lockForStudy } from '../persons/lock-for-study.js';
import { registrations } from '../registrations/registrations.js';

/** Who approved a graduation that this system does not know a batch of, such as one that was taken over. */
const NOBODY_HERE = 'taken-over';

export async function proposalContext(tx: Transaction, states: readonly Registration[]) {
  const graduated = states.filter((each) => each.state === 'GRADUATED' || each.state === 'COMPLETED');
  const rows = await tx.query<{ batch_id: string; approved_by: string }>(
    'select batch_id, approved_by from graduation_batches where batch_id = any($1)',
    [graduated.map(({ graduationBatchId }) => graduationBatchId)],
  );
  const approvers = new Map(rows.map((row) => [row.batch_id, row.approved_by]));
  const open = await tx.query<{ registration_id: string }>(
    `select registration_id from graduation_revocations where registration_id = any($1) and state = 'PROPOSED'`,
    [graduated.map(({ registrationId }) => registrationId)],
  );
  return {
    open: new Set(open.map((row) => row.registration_id)),
    approverOf: ({ graduationBatchId }: Graduated | Completed) =>
      approvers.get(graduationBatchId) ?? NOBODY_HERE,
  };
}

/**
 * How the registrations stand, and what keeps who is to study on from it. Registrations and persons are locked, as an
 * approval of a registration locks them, so that the two take turns.
 */
export async function decisionContext(tx: Transaction, revocations: readonly GraduationRevocation[]) {
  const locked = await registrations.lock(tx, revocations.map(({ registrationId }) => registrationId)); // prettier-ignore
  const known = new Map(locked.map((each) => [each.registrationId, each]));
  const studying = await lockForStudy(tx, locked);
  const nobody = await tx.query<{ person_id: string }>(
    'select person_id from persons where person_id = any($1) and id_number is null',
    [locked.map(holderOf)],
  );
  const erased = new Set(nobody.map((row) => row.person_id));
  return {
    stateOf: ({ registrationId }: GraduationRevocation) => known.get(registrationId)?.state,
    /** Of two graduations of one person in a batch only one leads back to the studies. */
    holding: <Decided extends { readonly ok: boolean }>(
      { registrationId, leadsTo }: GraduationRevocation,
      decide: (hindrance: DecisionContext['hindrance']) => Decided,
    ): Decided => {
      const registration = known.get(registrationId);
      if (!registration || leadsTo !== 'ACTIVE') return decide(undefined);
      const isErased = erased.has(holderOf(registration));
      return studying(registration, (hindrance) => decide(isErased ? 'person-is-erased' : hindrance));
    },
  };
}

/** Of registrations that a revocation has led back to the studies, when the last one did. */
export async function resumptions(tx: Transaction, registrationIds: readonly string[]) {
  const rows = await tx.query<{ registration_id: string; resumed_at: Date }>(
    `select registration_id, max(approved_at) as resumed_at from graduation_revocations
     where registration_id = any($1) and state = 'APPROVED' group by registration_id`,
    [registrationIds],
  );
  return new Map(rows.map((row) => [row.registration_id, row.resumed_at.toISOString()]));
}
