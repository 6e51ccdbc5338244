import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { type Submission, submittedRow } from './application-row.js';

/**
 * Stores applications in one statement, but for those of people who have a live application for the same offering,
 * year and season. Sorted by person, so that two imports of the same people do not deadlock.
 * @returns the ids of those that are stored
 */
export async function insertApplications(
  tx: Transaction,
  sealer: Sealer,
  submissions: Submission[],
): Promise<Set<string>> {
  const rows = submissions
    .map((submission) => submittedRow(submission, sealer))
    .toSorted((one, other) => (one.id_number_index < other.id_number_index ? -1 : 1));
  const [first] = rows;
  if (!first) return new Set();
  const columns = Object.keys(first).join(', ');
  const stored = await tx.query<{ id: string }>(
    `insert into applications (${columns})
     select ${columns} from jsonb_populate_recordset(null::applications, $1::jsonb)
     on conflict do nothing returning application_id as id`,
    [JSON.stringify(rows)],
  );
  return new Set(stored.map(({ id }) => id));
}
