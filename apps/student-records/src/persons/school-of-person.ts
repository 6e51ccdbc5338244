import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { problems } from '../problems.js';
import { HOLDER } from './person-row.js';

/** The school through which a person is seen: that of their last registration within the scope. @throws Problem 404 */
export async function schoolOf(tx: Transaction, personId: string): Promise<string> {
  const [row] = await tx.query<{ school_code: string }>(
    `select school_code from registrations where ${HOLDER} = $1 order by state = 'REJECTED', registration_id desc limit 1`,
    [personId],
  );
  if (!row) throw new Problem(problems['not-found']);
  return row.school_code;
}
