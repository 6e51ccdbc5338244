import { allSchools, createDataSource, type Transaction, Transactions } from '#database';
import type { ServiceCommand } from '#runtime';
import { DATA_KEYS, ringKeyOf, ringKeysInUse, type SealedColumn } from './sealed-columns.js';
import { Sealer } from './sealer.js';

/**
 * `node main.js --rotate-keys`: seals again, by the current key of `SEALING_KEYS`, what an older one has sealed. The
 * service may run meanwhile. Ended at any moment, it goes on when it is called again: what is done is known by its key id.
 * @param columns what the ring seals in this service beside the data keys
 */
export const rotateKeys =
  (columns: SealedColumn[] = []): ServiceCommand =>
  async (settings, logger) => {
    const dataSource = await createDataSource(settings.DATABASE_URL).initialize();
    try {
      const transactions = new Transactions(dataSource);
      const sealer = new Sealer(settings);
      for (const column of [DATA_KEYS, ...columns]) {
        const resealed = await resealColumn(transactions, sealer, column);
        logger.info({ table: column.table, resealed, key: sealer.current }, 'sealed again');
        await refuseLeftOver(transactions, sealer, column);
      }
    } finally {
      await dataSource.destroy();
    }
  };

async function resealColumn(
  transactions: Transactions,
  sealer: Sealer,
  column: SealedColumn,
): Promise<number> {
  let resealed = 0;
  for (let after: string | undefined, rows = column.batchRows; rows === column.batchRows;) {
    const ids = await transactions.run(allSchools, (tx) => resealBatch(tx, sealer, column, after));
    rows = ids.length;
    resealed += rows;
    after = ids.at(-1);
  }
  return resealed;
}

/** By position, so that no row is looked at twice. The lock keeps a key that is destroyed at this moment destroyed. */
async function resealBatch(
  tx: Transaction,
  sealer: Sealer,
  { table, column, id, idType, batchRows }: SealedColumn,
  after: string | undefined,
): Promise<string[]> {
  const rows = await tx.query<{ id: string; sealed: string }>(
    `select ${id} as id, ${column} as sealed from ${table}
     where ${ringKeyOf(column)} <> $1 and ($2::${idType} is null or ${id} > $2)
     order by ${id} limit ${batchRows} for update`,
    [sealer.current, after ?? null],
  );
  await tx.query(
    `update ${table} set ${column} = resealed.sealed
     from unnest($1::${idType}[], $2::text[]) as resealed (id, sealed) where ${id} = resealed.id`,
    [rows.map((row) => row.id), rows.map((row) => sealer.reseal(row.sealed, `${table}:${column}:${row.id}`))],
  );
  return rows.map((row) => row.id);
}

/** @throws Error while a process of the service still seals by another key: it has to be restarted, and this run again */
async function refuseLeftOver(transactions: Transactions, sealer: Sealer, column: SealedColumn) {
  const inUse = await transactions.run(allSchools, (tx) => ringKeysInUse(tx, column));
  const others = inUse.filter((keyId) => keyId !== sealer.current);
  if (others.length > 0)
    throw new Error(
      `A running process still seals by ${others.join(', ')}: give it ${sealer.current} as current, then run this again.`,
    );
}
