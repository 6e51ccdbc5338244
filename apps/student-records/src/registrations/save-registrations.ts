import { type Change, stepOf } from '#commands';
import type { Transaction } from '#database';
import type { Active, Graduated, GraduationRevoked, Registration, Rejected } from '../domain/registration.js';

/** Writes what a transition changed, in one statement for any number of registrations of one state. */
export async function saveRegistrations(
  tx: Transaction,
  registrations: readonly (Active | Rejected | Graduated | GraduationRevoked)[],
  at: string,
): Promise<void> {
  if (registrations.length === 0) return;
  const changes = registrations.map((each) => changeOf(each, at));
  const columns = Object.keys(changes[0]!).filter((column) => column !== 'registration_id');
  await tx.query(
    `update registrations registration set ${columns.map((column) => `${column} = change.${column}`).join(', ')}
     from jsonb_populate_recordset(null::registrations, $1) as change
     where registration.registration_id = change.registration_id`,
    [JSON.stringify(changes)],
  );
}

/** For the audit trail: what became of registrations that have moved on. */
export const changesOf = (registrations: readonly Registration[]): Change[] =>
  registrations.map((each) => stepOf('registration', each.registrationId, each));

/** The columns that belong to the state; all others stay as they are. */
function changeOf(registration: Active | Rejected | Graduated | GraduationRevoked, at: string) {
  const { registrationId, state, version } = registration;
  const moved = { registration_id: registrationId, state, version };
  switch (state) {
    case 'ACTIVE': {
      const { studentNo, approvedBy } = registration;
      return { ...moved, student_no: studentNo, approved_by: approvedBy, approved_at: at };
    }
    case 'REJECTED': {
      const { reason, rejectedBy } = registration;
      return { ...moved, rejection_reason: reason, rejected_by: rejectedBy, rejected_at: at };
    }
    case 'GRADUATED': {
      const { graduatedOn, graduationBatchId } = registration;
      return { ...moved, graduated_on: graduatedOn, graduation_batch_id: graduationBatchId };
    }
    case 'GRADUATION_REVOKED': {
      const { decisionNo, revocationReason, revokedBy } = registration;
      return {
        ...moved,
        decision_no: decisionNo,
        revocation_reason: revocationReason,
        revoked_by: revokedBy,
        revoked_at: at,
      };
    }
    default:
      return state satisfies never;
  }
}
