import pg from 'pg';
import { allShards } from './shards.js';

/** Rows of one read; also the most that one Kafka transaction carries. */
const BATCH_ROWS = 1_000;
/**
 * Most bytes of one read. A broker takes 1 MiB in one batch for one partition (`message.max.bytes`), and all rows of
 * a read may be for one partition.
 */
const BATCH_BYTES = 700_000;
/** First of the two numbers of an advisory lock; the second is the shard. */
const LOCK_SPACE = 4_504_520;
/** A relay that was paused keeps its connection; the server ends the session after this, and so frees its shards. */
const IDLE_SESSION_TIMEOUT = '10s';
const LOOK_FOR_FREE_SHARDS_INTERVAL_MS = 1_000;
/**
 * Sent and deleted rows stay in the table and its index until they are vacuumed, and each read begins by stepping over
 * them. Autovacuum looks once a minute; until then a read under load touched 3,000 blocks instead of 30.
 */
const VACUUM_INTERVAL_ROWS = 2_000;
/** While many rows wait: a vacuum goes through the whole index, which is large then, and reads pass over marked entries. */
const VACUUM_INTERVAL_ROWS_UNDER_LOAD = 100_000;
/** Below the client's own limit: a statement that this session has given up must not go on, and keep its locks. */
const STATEMENT_TIMEOUT = '25s';
/** Where a process that has committed events tells the one that holds their shard. */
const CHANNEL = 'outbox';

export interface OutboxRow {
  readonly position: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: string;
  readonly headers: Record<string, string>;
}

/**
 * One database session that holds the locks of its shards and does all reading and deleting: whoever can read a
 * shard's rows through it holds the shard.
 */
export class OutboxSession {
  private readonly held = new Set<number>();
  private last: Promise<unknown> = Promise.resolve();
  private lookedAt = -Infinity;
  private deleted = 0;

  private constructor(private readonly client: pg.Client) {}

  /** @param onRows called when another process says that it has committed events */
  static async open(databaseUrl: string, service: string, onRows: () => void): Promise<OutboxSession> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `${service} relay`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
      keepAlive: true,
    });
    client.on('error', () => undefined); // the next query rejects and tells
    const session = new OutboxSession(client);
    client.on('notification', onRows);
    await client.connect();
    await client.query(
      `set idle_session_timeout = '${IDLE_SESSION_TIMEOUT}'; set statement_timeout = '${STATEMENT_TIMEOUT}'; listen ${CHANNEL}`,
    );
    return session;
  }

  /** Locks shards that no other process holds; `prepare` runs for each before its rows are read. */
  async takeFreeShards(prepare: (shard: number) => Promise<void>): Promise<void> {
    if (
      this.held.size === allShards.length ||
      performance.now() - this.lookedAt < LOOK_FOR_FREE_SHARDS_INTERVAL_MS
    )
      return;
    this.lookedAt = performance.now();
    const wanted = allShards.filter((shard) => !this.held.has(shard));
    const { rows } = await this.query<{ shard: number; locked: boolean }>({
      text: 'select shard, pg_try_advisory_lock($1, shard) as locked from unnest($2::int[]) shard',
      values: [LOCK_SPACE, wanted],
    });
    for (const { shard } of rows.filter(({ locked }) => locked)) {
      await prepare(shard);
      this.held.add(shard);
    }
  }

  /** Those that this process sends. */
  get shards(): readonly number[] {
    return [...this.held];
  }

  /** Tells the processes that hold the other shards, if any are others', that there are rows. */
  async tellOthers(): Promise<void> {
    if (this.held.size < allShards.length) await this.query({ text: `notify ${CHANNEL}` });
  }

  /** The next rows of a shard, in order; `more` if there are others behind them. */
  async read(shard: number): Promise<{ rows: OutboxRow[]; more: boolean }> {
    const { rows } = await this.query<OutboxRow>({
      name: 'outbox-read',
      text: `select position, aggregatetype as topic, aggregateid as key, payload, headers
             from outbox where shard = $1 order by position limit ${BATCH_ROWS}`,
      values: [shard],
    });
    const fitting = rows.slice(0, Math.max(1, rowsThatFit(rows)));
    return { rows: fitting, more: fitting.length < rows.length || rows.length === BATCH_ROWS };
  }

  /** @param more whether there are others behind them */
  async delete(shard: number, rows: OutboxRow[], more: boolean): Promise<void> {
    await this.query({
      name: 'outbox-delete',
      text: 'delete from outbox where shard = $1 and position = any($2)',
      values: [shard, rows.map(({ position }) => position)],
    });
    this.deleted += rows.length;
    if (this.deleted < (more ? VACUUM_INTERVAL_ROWS_UNDER_LOAD : VACUUM_INTERVAL_ROWS)) return;
    this.deleted = 0;
    await this.query({ text: 'vacuum (skip_locked, index_cleanup on, truncate off) outbox' });
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** One statement at a time: the shards share the connection, and pg takes no second one while one is running. */
  private query<Row extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    const result = this.last.then(() => this.client.query<Row>(config));
    this.last = result.catch(() => undefined);
    return result;
  }
}

function rowsThatFit(rows: OutboxRow[]): number {
  let bytes = 0;
  const tooMany = rows.findIndex(({ payload, headers }) => {
    bytes += Buffer.byteLength(payload) + JSON.stringify(headers).length;
    return bytes > BATCH_BYTES;
  });
  return tooMany < 0 ? rows.length : tooMany;
}
