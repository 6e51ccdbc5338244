import { type Transitions } from '#aggregates';
import type { Transaction } from '#database';
import type { Actor } from '#security';
import { applications } from '../applications/applications.js';
import { PENDING_STATES, SEATED_STATES } from '../domain/application.js';
import type { In } from '../domain/qualification.js';
import type { SchoolChange } from '../domain/school-change.js';
import { offerings } from '../offerings/offerings.js';
import { planLines } from '../plans/plan-lines.js';
import { qualifications } from '../qualifications/qualifications.js';
import { schools } from './schools.js';

const STEP = { name: 'merge-school' };

const OPEN_APPLICATIONS = 'school_code = $1 and state = any($2) order by application_id for update';
const OPEN_STATES = [...PENDING_STATES, ...SEATED_STATES];
const NOT_CLOSED = `school_code = $1 and status <> 'CLOSED'`;
const QUALIFICATIONS_IN_FORCE = `school_code = $1 and state in ('PUBLISHED', 'SUSPENDED') order by qualification_id for update`;
/** Closed ones as well: applications that move hold seats of them. */
const LINES_OF_OFFERINGS = 'offering_id = any($1) order by plan_line_id for update';

/**
 * Locks what a merger moves, and the two schools after it: admissions, plans and acts on qualifications hold what is theirs
 * first and then wait for the school, so that a merger which began with the school would deadlock with each of them.
 */
export async function lockWhatMoves(
  tx: Transaction,
  schoolCode: string,
  successorCode: string,
): Promise<void> {
  await tx.query(`select from applications where ${OPEN_APPLICATIONS}`, [schoolCode, OPEN_STATES]);
  await tx.query(
    `select from plan_lines where offering_id in (select offering_id from offerings where ${NOT_CLOSED})
     order by plan_line_id for update`,
    [schoolCode],
  );
  await tx.query(`select from qualifications where ${QUALIFICATIONS_IN_FORCE}`, [schoolCode]);
  await schools.lock(tx, [schoolCode, successorCode]);
}

/**
 * 合并: offerings that are not closed with all their plan lines, and applications that have not come to a check-in, go to the
 * successor with their seats; qualifications end. The caller holds the locks, except on what arrived since. Who has checked in
 * stays with the old code, since student records keeps them under it.
 */
export async function mergeSchool(
  tx: Transaction,
  transitions: Transitions,
  {
    schoolCode,
    fields: { successorCode },
    effectiveOn,
    reason,
  }: Pick<SchoolChange, 'schoolCode' | 'fields' | 'effectiveOn' | 'reason'>,
  actor?: Actor,
): Promise<void> {
  const noted = { effectiveOn, reason };
  const options = { actor, follows: true };
  const toSuccessor = <State extends { readonly schoolCode: string }>(before: State) => ({
    ...noted,
    before,
    after: { ...before, schoolCode: successorCode! },
  });
  const moved = await offerings.find(tx, `${NOT_CLOSED} order by offering_id for update`, [schoolCode]);
  await transitions.save(tx, offerings, STEP, moved.map(toSuccessor), options);
  const lines = await planLines.find(tx, LINES_OF_OFFERINGS, [moved.map(({ offeringId }) => offeringId)]);
  await transitions.save(tx, planLines, STEP, lines.map(toSuccessor), options);
  const applied = await applications.find(tx, OPEN_APPLICATIONS, [schoolCode, OPEN_STATES]);
  await transitions.save(tx, applications, STEP, applied.map(toSuccessor), options);
  await tx.query('update live_admissions set school_code = $2 where application_id = any($1)', [
    applied.map(({ applicationId }) => applicationId),
    successorCode,
  ]);
  const ended = await qualifications.find(tx, QUALIFICATIONS_IN_FORCE, [schoolCode]);
  const revoked = {
    state: 'REVOKED' as const,
    stateSince: effectiveOn,
    revocationReason: reason,
    next: undefined,
  };
  await transitions.save(tx, qualifications, STEP, ended.map((before) => ({ ...noted, before, after: { ...(before as In<'PUBLISHED'>), ...revoked } })), options); // prettier-ignore
}
