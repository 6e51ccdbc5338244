import type { Transaction } from '#database';

/** Where texts lie that the ring has sealed, each bound to `table:column:id`. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** primary key, as an expression */
  readonly id: string;
  readonly idType: 'text' | 'uuid';
  /** rows that are sealed again in one transaction */
  readonly batchRows: number;
}

/** All else that a service seals is sealed by these. */
export const DATA_KEYS: SealedColumn = {
  table: 'data_keys',
  column: 'sealed_key',
  id: 'subject',
  idType: 'text',
  batchRows: 1_000,
};

/** SQL of the id of the ring's key by which a text is sealed. */
export const ringKeyOf = (column: string): string => `split_part(${column}, '.', 2)`;

/**
 * The ids of the ring's keys by which texts of a column are sealed. It steps from one id to the next, so that with an
 * index it costs as little for a million rows as for one.
 */
export async function ringKeysInUse(tx: Transaction, { table, column }: SealedColumn): Promise<string[]> {
  const next = (condition: string) =>
    `select ${ringKeyOf(column)} as key_id from ${table} where ${ringKeyOf(column)} ${condition} order by 1 limit 1`;
  const rows = await tx.query<{ key_id: string }>(
    `with recursive used as (
       (${next('is not null')})
       union all
       select found.key_id from used, lateral (${next('> used.key_id')}) found)
     select key_id from used`,
  );
  return rows.map((row) => row.key_id);
}
