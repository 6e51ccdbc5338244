import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Row } from '../harness/read-tables.ts';

const RETRY_DELAY_MS = 200;

/** Services and servers may be away: whoever works here tries again until it succeeds, or until the run gives up. */
export class Patience {
  #hasGivenUp = false;

  giveUp(): void {
    this.#hasGivenUp = true;
  }

  async again<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;)
      try {
        return await attempt();
      } catch (error) {
        if (this.#hasGivenUp) throw error;
        await sleep(RETRY_DELAY_MS);
      }
  }

  /** One statement in a database. */
  ask(connectionString: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.again(async () => {
      const client = new pg.Client({ connectionString });
      client.on('error', () => {}); // the query that it ends says so
      try {
        await client.connect();
        return (await client.query(sql, values)).rows;
      } finally {
        await client.end().catch(() => {});
      }
    });
  }

  /** Jobs fall due, as the clock would bring them. @returns their ids */
  async due(connectionString: string, kinds: string[]): Promise<string[]> {
    const ids = kinds.map(() => randomUUID());
    await this.ask(
      connectionString,
      `insert into jobs (job_id, kind, payload, due_at, run_at)
       select id, kind, '{}', now(), now() from unnest($1::uuid[], $2::text[]) as new (id, kind)
       on conflict (job_id) do nothing`,
      [ids, kinds],
    );
    return ids;
  }
}
