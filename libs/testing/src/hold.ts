import pg from 'pg';
import { eventually } from './eventually.js';
import { testPlatform } from './platform.js';
import type { TestService } from './test-service.js';

/**
 * Holds a lock in the database of a service, as a stuck migration would: whoever needs what it locks has done all that
 * comes before, and cannot end its transaction.
 */
export async function hold(service: TestService, sql: string) {
  const address = new URL(testPlatform().postgresUrl);
  address.pathname = new URL(service.environment.DATABASE_URL!).pathname;
  const client = new pg.Client({ connectionString: address.href });
  client.on('error', () => undefined); // a spec that failed drops the database under it
  await client.connect();
  await client.query(`begin; ${sql}`);
  const isReached = (statement: string, times = 1) =>
    eventually(`${times} wait to ${statement}`, async () => {
      const waiting = await service.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like $1`,
        [`${statement}%`],
      );
      if (waiting.length < times) throw new Error(`${waiting.length} wait`);
    });
  return { isReached, release: () => client.end() };
}
