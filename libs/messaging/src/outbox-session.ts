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
const LOOK_FOR_FREE_SHARDS_MS = 1_000;

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
  private lookedAt = 0;

  private constructor(private readonly client: pg.Client) {}

  static async open(databaseUrl: string, service: string): Promise<OutboxSession> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `${service} relay`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
      keepAlive: true,
    });
    client.on('error', () => undefined); // the next query rejects and tells
    await client.connect();
    await client.query(`set idle_session_timeout = '${IDLE_SESSION_TIMEOUT}'`);
    return new OutboxSession(client);
  }

  /** Locks shards that no other process holds; `prepare` runs for each before its rows are read. */
  async takeFreeShards(prepare: (shard: number) => Promise<void>): Promise<void> {
    if (this.held.size === allShards.length || Date.now() - this.lookedAt < LOOK_FOR_FREE_SHARDS_MS) return;
    this.lookedAt = Date.now();
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

  async shardsWithRows(): Promise<number[]> {
    const { rows } = await this.query<{ shard: number }>({
      name: 'outbox-shards-with-rows',
      text: `select shard from unnest($1::smallint[]) as held (shard)
             where exists (select 1 from outbox where outbox.shard = held.shard)`,
      values: [[...this.held]],
    });
    return rows.map(({ shard }) => shard);
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

  async delete(rows: OutboxRow[]): Promise<void> {
    await this.query({
      name: 'outbox-delete',
      text: 'delete from outbox where position = any($1)',
      values: [rows.map(({ position }) => position)],
    });
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
