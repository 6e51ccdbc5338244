import type { Following } from '#aggregates';
import type { Transaction } from '#database';
import type { GraduationRevocation } from '../domain/graduation-revocation.js';
import { registrations } from '../registrations/registrations.js';
import { resumeStudies, revokeGraduation } from '../registrations/revoke-graduation.js';

/** What a decision to revoke leads to: the graduations are revoked, and some of their students study on. */
export async function carryOut(
  tx: Transaction,
  decided: readonly GraduationRevocation[],
  { transitions, actor }: Following,
): Promise<void> {
  const revocations = new Map(decided.map((each) => [each.registrationId, each]));
  const graduated = await registrations.lock(tx, [...revocations.keys()]);
  const decisionOf = ({ registrationId }: { registrationId: string }) => revocations.get(registrationId)!;
  const { saved } = await transitions.take(
    tx,
    revokeGraduation,
    graduated,
    (each) => {
      const decision = decisionOf(each);
      return { reason: decision.reason, decisionNo: 'decisionNo' in decision ? decision.decisionNo : '' };
    },
    { actor },
  );
  const revoked = saved.filter((each) => each.state === 'GRADUATION_REVOKED');
  // A completion that the graduation came from goes with it, as its certificate does.
  await tx.query(
    `update graduation_items item set revoked_at = $2 from graduation_batches batch
     where batch.batch_id = item.batch_id and batch.state = 'APPROVED' and item.excluded_at is null
       and item.registration_id = any($1) and item.revoked_at is null`,
    [revoked.map((each) => each.registrationId), tx.at],
  );
  const toResume = revoked.filter((each) => decisionOf(each).leadsTo === 'ACTIVE');
  await transitions.take(tx, resumeStudies, toResume, {}, { actor });
}
