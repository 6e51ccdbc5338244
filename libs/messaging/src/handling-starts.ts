import { allSchools, type Transactions } from '#database';
import type { Item } from './items.js';

/** So often a batch may be begun without being finished; the next time its events are handled one by one. */
const STARTS_OF_A_BATCH = 2;
/** So often a single event may; after that it is taken for what ends the process. */
const STARTS_ALONE = 2;

/**
 * Finds the event that ends the process each time it is handled, by counting starts against finishes. After such a
 * death the next process begins with the same batch, so only the first batch of each partition in the life of a
 * process has to be begun on the record; all others cost nothing.
 */
export class HandlingStarts {
  private readonly proven = new Set<string>();

  constructor(private readonly transactions: Transactions) {}

  /** Before a batch. @returns counted: to be finished too; suspicious: it was begun too often already */
  async begin(items: readonly Item[]): Promise<{ counted: boolean; suspicious: boolean }> {
    const firsts = this.unproven(items);
    if (firsts.length === 0) return { counted: false, suspicious: false };
    return { counted: true, suspicious: (await this.count(firsts, false)) > STARTS_OF_A_BATCH };
  }

  /** Before an event of a suspicious batch. @returns deadly when it was begun too often already */
  async beginAlone(item: Item): Promise<{ deadly: boolean }> {
    return { deadly: (await this.count([item], true)) > STARTS_ALONE };
  }

  /** After such an event: it was not the one. */
  async finishAlone({ record }: Item): Promise<void> {
    await this.transactions.run(allSchools, (tx) =>
      tx.query(
        'delete from handling_starts where topic = $1 and partition = $2 and record_offset = $3 and alone',
        [record.topic, record.partition, record.offset],
      ),
    );
  }

  /** After a batch: from now on its partitions are proven to be survived. */
  async finish(items: readonly Item[]): Promise<void> {
    const firsts = this.unproven(items);
    await this.forget(firsts);
    for (const item of firsts) this.proven.add(partitionOf(item));
  }

  /** The partitions of a batch went to another member before it was finished: that was no death. */
  async takeBack(items: readonly Item[]): Promise<void> {
    await this.forget(this.unproven(items));
  }

  private async forget(firsts: readonly Item[]): Promise<void> {
    if (firsts.length === 0) return;
    await this.transactions.run(allSchools, (tx) =>
      tx.query(
        `delete from handling_starts using unnest($1::text[], $2::int[]) as place (topic, partition)
         where handling_starts.topic = place.topic and handling_starts.partition = place.partition`,
        [firsts.map(({ record }) => record.topic), firsts.map(({ record }) => record.partition)],
      ),
    );
  }

  /** The first item of each partition that no batch has been finished of. */
  private unproven(items: readonly Item[]): Item[] {
    const firsts = new Map<string, Item>();
    for (const item of items) {
      const partition = partitionOf(item);
      if (!this.proven.has(partition) && !firsts.has(partition)) firsts.set(partition, item);
    }
    return [...firsts.values()];
  }

  /** In a transaction of its own: it must outlive the death of the process. @returns the highest count */
  private async count(items: readonly Item[], alone: boolean): Promise<number> {
    const rows = await this.transactions.run(allSchools, (tx) =>
      tx.query<{ starts: number }>(
        `insert into handling_starts as known (topic, partition, record_offset, alone)
         select *, $4 from unnest($1::text[], $2::int[], $3::bigint[])
         on conflict (topic, partition, record_offset, alone) do update set starts = known.starts + 1
         returning starts`,
        [
          items.map(({ record }) => record.topic),
          items.map(({ record }) => record.partition),
          items.map(({ record }) => record.offset),
          alone,
        ],
      ),
    );
    return Math.max(...rows.map(({ starts }) => starts));
  }
}

const partitionOf = ({ record }: Item): string => `${record.topic}/${record.partition}`;
