import { whyNotLocked } from '#aggregates';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { grantedAdvances } from '../advance-graduations/advance-graduations.js';
import { creditsEarned } from '../credits/credit-entries.js';
import type { AdvanceGraduation } from '../domain/advance-graduation.js';
import type { GraduationBatch } from '../domain/graduation-batch.js';
import { type Explanation, explainGraduation, failuresOf } from '../domain/graduation-check.js';
import type { Candidate } from '../domain/graduation-rules.js';
import type { Active, Completed, Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { HOLDER, type Verification } from '../persons/person-row.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { openChanges } from '../status-changes/status-changes.js';
import { graduationBatches } from './graduation-batches.js';
import { findSchool, type GraduationSchool } from '../schools/school-row.js';

/** A student of a batch, with what each rule of the check says of them. */
export interface CheckedCandidate {
  readonly registration: Registration;
  readonly name: string;
  readonly explanations: Explanation[];
  /** the exception by which they graduate in advance */
  readonly advance?: AdvanceGraduation;
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
 * Locks the students who stand in a batch, by their ids, and checks each, in five statements. The answer is in the
 * order in which the school listed them. Open changes are read after the lock: who requests one holds it meanwhile.
 * @returns also the school as it was on the day of graduation; undefined while it is not known, and then everybody fails
 */
export async function lockAndCheck(
  tx: Transaction,
  { batchId, schoolCode, kind, graduatedOn }: GraduationBatch,
  rules: RegistrationRules,
): Promise<{ candidates: CheckedCandidate[]; school: GraduationSchool | undefined }> {
  const school = await findSchool(tx, schoolCode, graduatedOn);
  const rows = await tx.query<CandidateRow>(
    `select ${registrations.selected}, persons.name, persons.verification, item.conduct_passed,
       item.courses_passed, item.position
     from graduation_items item
     join registrations using (registration_id)
     join persons on persons.person_id = ${HOLDER}
     where item.batch_id = $1 and item.open
     order by registrations.registration_id for update of registrations`,
    [batchId],
  );
  const ids = rows.map((row) => row.registration_id);
  const open = await openChanges(tx, ids);
  const earned = await creditsEarned(tx, ids);
  const advances = await grantedAdvances(tx, ids);
  const advanceOf = new Map(
    advances.flatMap((each) => (each.graduatesOn <= graduatedOn ? [[each.registrationId, each]] : [])),
  );
  const inOrder = rows.toSorted((one, other) => one.position - other.position);
  const candidates = inOrder.map((row) =>
    checked(row, graduatedOn, rules, {
      kind,
      schoolKnown: school !== undefined,
      changeIsOpen: open.has(row.registration_id),
      creditsEarned: earned(row.registration_id),
      advance: advanceOf.get(row.registration_id),
    }),
  );
  return { candidates, school };
}

function checked(
  row: CandidateRow,
  graduatedOn: string,
  rules: RegistrationRules,
  {
    advance,
    ...known
  }: Pick<Candidate, 'kind' | 'schoolKnown' | 'changeIsOpen' | 'creditsEarned'> & {
    advance?: AdvanceGraduation;
  },
): CheckedCandidate {
  const registration = registrations.stateOf(row);
  const { conduct_passed: conductPassed, courses_passed: coursesPassed } = row;
  const identityMismatch = row.verification === 'MISMATCH';
  const advanceGranted = advance && 'decisionNo' in advance ? advance.decisionNo : undefined;
  const candidate = {
    registration,
    conductPassed,
    coursesPassed,
    identityMismatch,
    advanceGranted,
    ...known,
  };
  const explanations = explainGraduation(candidate, graduatedOn, rules);
  return { registration, name: row.name, explanations, advance };
}

export const passes = ({ explanations }: CheckedCandidate) => failuresOf(explanations).length === 0;

/** Those who may graduate; that they are active is among what was checked. */
export const passedOf = (candidates: readonly CheckedCandidate[]) =>
  candidates.flatMap((each) => (passes(each) ? (each.registration as Active | Completed) : []));

/** Locks a batch. @throws Problem 404 */
export async function lockGraduationBatch(tx: Transaction, batchId: string): Promise<GraduationBatch> {
  const [batch] = await graduationBatches.lock(tx, [batchId]);
  if (!batch) throw new Problem(problems[(await whyNotLocked(tx, graduationBatches, [batchId]))(batchId)]);
  return batch;
}
