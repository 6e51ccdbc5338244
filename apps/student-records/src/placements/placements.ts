import { aggregate } from '#aggregates';
import type { Transaction } from '#database';
import type { OfStudent } from '../domain/placement.js';
import { Placement } from '../domain/placement-states.js';
import type { Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { HOLDER } from '../persons/person-row.js';
import { registrations } from '../registrations/registrations.js';

/** 实习 in its table. */
export const placements = aggregate({
  name: 'placement',
  table: 'placements',
  id: 'placementId',
  school: 'schoolCode',
  states: Placement,
  personal: ['supervisingTeacher'],
});

export interface GivenRules {
  readonly rules: RegistrationRules;
}

/** Birth dates and placements of students whose registrations the caller has locked. */
export async function studentsOf(tx: Transaction, of: readonly Registration[], { rules }: GivenRules) {
  const ids = of.map(({ registrationId }) => registrationId);
  const born = await tx.query<{ registration_id: string; birth_date: string | null }>(
    `select registration_id, birth_date from registrations join persons on persons.person_id = ${HOLDER}
     where registration_id = any($1)`,
    [ids],
  );
  const birthDates = new Map(born.map((row) => [row.registration_id, row.birth_date ?? undefined]));
  const known = await placements.find(tx, 'registration_id = any($1)', [ids]);
  const byStudent = Map.groupBy(known, ({ registrationId }) => registrationId);
  return (registration: Registration): OfStudent => ({
    registration,
    birthDate: birthDates.get(registration.registrationId),
    others: byStudent.get(registration.registrationId) ?? [],
    rules,
  });
}

/** Of placements that are changed: their students, with their other placements; locked, so that none is sent elsewhere meanwhile. */
export async function studentsOfPlacements(
  tx: Transaction,
  changed: readonly Placement[],
  given: GivenRules,
) {
  const ids = [...new Set(changed.map(({ registrationId }) => registrationId))];
  const locked = await registrations.lock(tx, ids);
  const studentOf = await studentsOf(tx, locked, given);
  const byId = new Map(locked.map((each) => [each.registrationId, studentOf(each)]));
  const of = ({ registrationId, placementId }: Placement): OfStudent => {
    const student = byId.get(registrationId)!;
    return { ...student, others: student.others.filter((other) => other.placementId !== placementId) };
  };
  return { of };
}
