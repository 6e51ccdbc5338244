import type { Transaction } from '#database';
import type { Aggregate } from './aggregate.js';

/**
 * Why records could not be locked: there are none within reach, or a district reads them only, since they lie in its region and
 * belong to a school of another authority.
 * @returns the code of each id
 */
export async function whyNotLocked(tx: Transaction, { table, idColumn }: Aggregate, ids: readonly string[]) {
  const rows =
    tx.scope.kind === 'district' && ids.length > 0
      ? await tx.query<{ id: string }>(`select ${idColumn} as id from ${table} where ${idColumn} = any($1)`, [
          ids,
        ])
      : [];
  const read = new Set(rows.map(({ id }) => id));
  return (id: string) => (read.has(id) ? 'other-authority' : 'not-found');
}
