import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { topics, type TopicName } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { ReadinessChecks } from '#runtime';
import { allShards, shardOf } from './shards.js';

/** Of the relay's locks, as in outbox-session.ts. */
const LOCK_SPACE = 4_504_520;
const PAGE_ROWS = 5_000;
/** A relay of another build that still runs sends its rows within this time. */
const PATIENCE_S = 15;

/** The primary key of a row. */
interface Place {
  readonly shard: number;
  readonly position: string;
}

interface Row extends Place {
  readonly topic: string;
  readonly key: string;
}

/**
 * Sees to rows of the outbox that a build with other shards has left. Under a number that this build does not know
 * nobody would ever send them; under one that means other keys here they could overtake later events of theirs.
 *
 * So each row is put into its shard before the relay of this process starts. Its position stays, so that it goes out
 * before what was published later. Rows of a shard that is held are left to the relay that holds it. Events of a key
 * keep their order if no process of the other build runs any more: stop all of a service before its shards change.
 */
@Injectable()
export class StrayRows implements OnModuleInit {
  private readonly logger = new Logger(StrayRows.name);
  private isTold = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    checks: ReadinessChecks,
  ) {
    checks.register('outbox-shards', () => this.check());
  }

  /** Nest waits for it before it starts any relay. */
  async onModuleInit(): Promise<void> {
    let moved = 0;
    for (let after: Place | undefined = { shard: 0, position: '0' }; after;) {
      const page = await this.movePage(after);
      moved += page.moved;
      after = page.last;
    }
    if (moved > 0)
      this.logger.warn(`${moved} events of the outbox lay in shards of another build; they are sent now.`);
  }

  private movePage(after: Place): Promise<{ moved: number; last?: Place }> {
    return this.transactions.run(allSchools, async (tx) => {
      const rows = await tx.query<Row>(
        `select position, shard, aggregatetype as topic, aggregateid as key
         from outbox where (shard, position) > ($1, $2) order by shard, position limit ${PAGE_ROWS}`,
        [after.shard, after.position],
      );
      const strays = rows.filter((row) => row.topic in topics && row.shard !== shardOfRow(row));
      const moved = await moveFree(tx, strays);
      return rows.length < PAGE_ROWS ? { moved } : { moved, last: rows.at(-1)! };
    });
  }

  private async check(): Promise<void> {
    const unsent = await this.dataSource.query(
      `select from outbox
       where shard >= $1 and (headers ->> 'ce_time')::timestamptz < now() - $2 * interval '1 second' limit 1`,
      [allShards.length, PATIENCE_S],
    );
    if (unsent.length > 0 && !this.isTold) this.logger.error(NOBODY_SENDS);
    this.isTold = unsent.length > 0;
    if (this.isTold) throw new Error(NOBODY_SENDS);
  }
}

const NOBODY_SENDS =
  'The outbox holds events in shards that this build does not know, so nobody sends them: ' +
  'stop all processes of this service that are of another build, and start this one again.';

const shardOfRow = ({ topic, key }: Row): number => shardOf(topic as TopicName, key);

/** Moves the rows whose shard no relay holds. @returns how many */
async function moveFree(tx: Transaction, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const held = await tx.query<{ shard: number }>(
    'select shard from unnest($2::int[]) shard where not pg_try_advisory_xact_lock($1, shard)',
    [LOCK_SPACE, [...new Set(rows.map(({ shard }) => shard))]],
  );
  const taken = new Set(held.map(({ shard }) => shard));
  const free = rows.filter(({ shard }) => !taken.has(shard));
  await tx.query(
    `update outbox set shard = move.to_shard
     from unnest($1::smallint[], $2::bigint[], $3::smallint[]) as move (shard, position, to_shard)
     where outbox.shard = move.shard and outbox.position = move.position`,
    [free.map(({ shard }) => shard), free.map(({ position }) => position), free.map(shardOfRow)],
  );
  return free.length;
}
