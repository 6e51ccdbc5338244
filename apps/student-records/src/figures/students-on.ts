import { z } from 'zod';
import { asOf } from '#aggregates';
import { schoolCode } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { commonProblems, MAX_EXPORTED, Problem } from '#runtime';
import type { Registration } from '../domain/registration-states.js';
import { LIVE_STATES } from '../domain/registration-states.js';
import { HOLDER, IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { registrations } from '../registrations/registrations.js';
import { lastDay, narrowing } from './dimensions.js';

export const StudentsQuery = z.strictObject({
  asOf: lastDay,
  knownAt: narrowing.knownAt,
  schoolCode: schoolCode.describe('Of which school; a school names its own'),
});
export type StudentsQuery = z.output<typeof StudentsQuery>;

type Student = Registration & { readonly name: string; readonly sex?: string; readonly idNumber?: string };

/** A student who has left for another school is at the school where they were on the day, so all versions are read, of whichever. */
const ON_THE_DAY = asOf(registrations, {
  select: `${HOLDER} as person_id, entry.school_code, entry.state, entry.data`,
  on: '$1',
  known: 'coalesce($2::timestamptz, now())',
  where:
    'registrations.registration_id in (select registration_id from registrations_history where school_code = $3)',
});

/**
 * 在籍学生 of a school on a day: as they stood then, under the name that they have now, masked like the list.
 * @throws Problem 422 too-many-to-export
 */
export async function studentsOn(
  tx: Transaction,
  vault: PersonVault,
  { asOf: on, knownAt, schoolCode: school }: StudentsQuery,
): Promise<Student[]> {
  const seen = await tx.query('select from registration_movements where school_code = $1 limit 1', [school]);
  if (seen.length === 0) return [];
  const rows = await acrossSchools(tx, (all) =>
    all.query<IdentityRow & { data: Record<string, unknown> }>(
      `select data, person_id, ${IDENTITY_COLUMNS} from (${ON_THE_DAY}) past join persons using (person_id)
       where past.school_code = $3 and state = any($4) and (data->>'start_on')::date <= $1
       order by data->>'study_mode', data->>'major_code', data->>'student_no' limit ${MAX_EXPORTED + 1}`,
      [on, knownAt ?? null, school, LIVE_STATES],
    ),
  );
  if (rows.length > MAX_EXPORTED) throw new Problem(commonProblems['too-many-to-export']);
  return rows.map(({ data, ...person }) => ({
    ...registrations.stateOf(data),
    name: person.name,
    sex: person.sex ?? undefined,
    idNumber: vault.maskedIdNumber(person),
  }));
}
