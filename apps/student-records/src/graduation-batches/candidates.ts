import { z } from 'zod';
import { id } from '#contracts';
import type { Transaction } from '#database';
import type { GraduationBatch } from '../domain/graduation-batch.js';
import { type GraduationFailure, graduationFailures } from '../domain/graduation-check.js';
import type { Active, Registration } from '../domain/registration.js';
import type { RegistrationRules } from '../domain/rules.js';
import { IDENTITY_COLUMNS, type IdentityRow, type Verification } from '../persons/person-row.js';
import { refusal } from '../refusals.js';
import { registrationOf, type RegistrationRow } from '../registrations/registration-row.js';
import { findSchool, type GraduationSchool } from '../schools/school-row.js';

/** A student of a batch, with what the check found; none of it where they may graduate. */
export interface CheckedCandidate {
  readonly registration: Registration;
  readonly person: IdentityRow;
  readonly failures: GraduationFailure[];
}

type CandidateRow = RegistrationRow &
  IdentityRow & { verification: Verification; conduct_passed: boolean; courses_passed: boolean };

/**
 * Locks the students who stand in a batch, by their ids, and checks each, in two statements. The answer is in the
 * order in which the school listed them.
 * @returns also the school as a graduation states it; undefined while it is not known, and then everybody fails
 */
export async function lockAndCheck(
  tx: Transaction,
  { batchId, schoolCode, graduatedOn }: GraduationBatch,
  rules: RegistrationRules,
): Promise<{ candidates: CheckedCandidate[]; school: GraduationSchool | undefined }> {
  const school = await findSchool(tx, schoolCode);
  const rows = await tx.query<CandidateRow & { position: number }>(
    `select registrations.*, ${IDENTITY_COLUMNS},
       persons.verification, item.conduct_passed, item.courses_passed, item.position
     from graduation_items item
     join registrations using (registration_id)
     join persons using (person_id)
     where item.batch_id = $1 and item.open
     order by registrations.registration_id for update of registrations`,
    [batchId],
  );
  const inOrder = rows.toSorted((one, other) => one.position - other.position);
  const candidates = inOrder.map((row) => checked(row, graduatedOn, rules, school !== undefined));
  return { candidates, school };
}

function checked(
  row: CandidateRow,
  graduatedOn: string,
  rules: RegistrationRules,
  schoolKnown: boolean,
): CheckedCandidate {
  const registration = registrationOf(row);
  const { conduct_passed: conductPassed, courses_passed: coursesPassed } = row;
  const identityMismatch = row.verification === 'MISMATCH';
  const failures = graduationFailures(
    { registration, conductPassed, coursesPassed, identityMismatch, schoolKnown },
    graduatedOn,
    rules,
  );
  return { registration, person: row, failures };
}

export const failedOf = (candidates: readonly CheckedCandidate[]) =>
  candidates.filter(({ failures }) => failures.length > 0);

/** Those who may graduate; that they are active is among what was checked. */
export const passedOf = (candidates: readonly CheckedCandidate[]) =>
  candidates.flatMap(({ registration, person, failures }) =>
    failures.length === 0 ? { registration: registration as Active, person } : [],
  );

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
  failedOf(candidates).map(({ registration, person, failures }) => ({
    registrationId: registration.registrationId,
    studentNo: 'studentNo' in registration ? registration.studentNo : undefined,
    name: person.name,
    failures: failures.map((code) => refusal(code)),
  }));
