import { z } from 'zod';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { Problem, type ProblemKind } from '#runtime';
import type { GraduationBatch } from '../domain/graduation-batch.js';
import { type Candidate, type GraduationFailure, graduationFailures } from '../domain/graduation-check.js';
import type { Active, Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import type { Verification } from '../persons/person-row.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { openChanges } from '../status-changes/status-changes.js';
import { graduationBatches } from './graduation-batches.js';
import { findSchool, type GraduationSchool } from '../schools/school-row.js';

/** A student of a batch, with what the check found; none of it where they may graduate. */
export interface CheckedCandidate {
  readonly registration: Registration;
  readonly name: string;
  readonly failures: GraduationFailure[];
}

type CandidateRow = Record<string, unknown> & {
  registration_id: string;
  name: string;
  verification: Verification;
  conduct_passed: boolean;
  courses_passed: boolean;
  position: number;
};

/**
 * Locks the students who stand in a batch, by their ids, and checks each, in three statements. The answer is in the
 * order in which the school listed them. Open changes are read after the lock: who requests one holds it meanwhile.
 * @returns also the school as a graduation states it; undefined while it is not known, and then everybody fails
 */
export async function lockAndCheck(
  tx: Transaction,
  { batchId, schoolCode, graduatedOn }: GraduationBatch,
  rules: RegistrationRules,
): Promise<{ candidates: CheckedCandidate[]; school: GraduationSchool | undefined }> {
  const school = await findSchool(tx, schoolCode);
  const rows = await tx.query<CandidateRow>(
    `select ${registrations.selected}, persons.name, persons.verification, item.conduct_passed,
       item.courses_passed, item.position
     from graduation_items item
     join registrations using (registration_id)
     join persons using (person_id)
     where item.batch_id = $1 and item.open
     order by registrations.registration_id for update of registrations`,
    [batchId],
  );
  const open = await openChanges(tx, rows.map((row) => row.registration_id)); // prettier-ignore
  const inOrder = rows.toSorted((one, other) => one.position - other.position);
  const candidates = inOrder.map((row) =>
    checked(row, graduatedOn, rules, {
      schoolKnown: school !== undefined,
      changeIsOpen: open.has(row.registration_id),
    }),
  );
  return { candidates, school };
}

function checked(
  row: CandidateRow,
  graduatedOn: string,
  rules: RegistrationRules,
  known: Pick<Candidate, 'schoolKnown' | 'changeIsOpen'>,
): CheckedCandidate {
  const registration = registrations.stateOf(row);
  const { conduct_passed: conductPassed, courses_passed: coursesPassed } = row;
  const identityMismatch = row.verification === 'MISMATCH';
  const failures = graduationFailures(
    { registration, conductPassed, coursesPassed, identityMismatch, ...known },
    graduatedOn,
    rules,
  );
  return { registration, name: row.name, failures };
}

export const failedOf = (candidates: readonly CheckedCandidate[]) =>
  candidates.filter(({ failures }) => failures.length > 0);

/** Those who may graduate; that they are active is among what was checked. */
export const passedOf = (candidates: readonly CheckedCandidate[]) =>
  candidates.flatMap(({ registration, failures }) => (failures.length === 0 ? (registration as Active) : []));

export const FailedCandidates = z.array(
  z.object({
    registrationId: id,
    studentNo: z.string().optional(),
    name: z.string(),
    failures: z.array(z.object({ code: z.string(), title: z.string(), detail: z.string() })),
  }),
);

/** Who fails, for the registrar: all reasons of a student at once, so that they are mended in one go. */
export const failedView = (candidates: readonly CheckedCandidate[]): z.infer<typeof FailedCandidates> =>
  failedOf(candidates).map(({ registration, name, failures }) => ({
    registrationId: registration.registrationId,
    studentNo: 'studentNo' in registration ? registration.studentNo : undefined,
    name,
    failures: failures.map((code) => wordsOf(problems[code])),
  }));

const wordsOf = ({ code, title, detail }: ProblemKind) => ({ code, title, detail });

/** Locks a batch. @throws Problem 404 */
export async function lockGraduationBatch(tx: Transaction, batchId: string): Promise<GraduationBatch> {
  const [batch] = await graduationBatches.lock(tx, [batchId]);
  if (!batch) throw new Problem(problems['not-found']);
  return batch;
}
