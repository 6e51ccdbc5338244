import type { Transaction } from '#database';
import { insertDataKeys, type Sealer } from '#security';
import { subjectOf, type Submission, submittedRow } from './application-row.js';

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
  const keys = new Map(submissions.map(({ applicationId: id }) => [id, sealer.newDataKey(subjectOf(id))]));
  const rows = submissions
    .map((submission) => submittedRow(submission, sealer, keys.get(submission.applicationId)!.key))
    .toSorted((one, other) => (one.id_number_index < other.id_number_index ? -1 : 1));
  const [first] = rows;
  if (!first) return new Set();
  const columns = Object.keys(first).join(', ');
  const stored = await tx.query<{ id: string }>(
    `with stored as (
       insert into applications (${columns})
       select ${columns} from jsonb_populate_recordset(null::applications, $1::jsonb)
       on conflict do nothing returning application_id),
     keys as (${insertDataKeys('$2', `select 'application:' || application_id from stored`)})
     select application_id as id from stored`,
    [JSON.stringify(rows), JSON.stringify([...keys.values()].map(({ row }) => row))],
  );
  return new Set(stored.map(({ id }) => id));
}
