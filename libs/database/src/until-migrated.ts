import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { innerError } from './passing-failures.js';

/** How long a start waits: as long as a server of the same deployment takes to come up. */
const TIMEOUT_MS = 120_000;
const AGAIN_MS = 1_000;

/** The database is not what the service needs; the message says what to do, and holds no password. */
export class DatabaseNotReady extends Error {
  override readonly name = 'DatabaseNotReady';
}

/**
 * Waits, at a start, until the database answers and every migration has run, so that a service may be started before its
 * database and before its migrations.
 * @param url of the role that the service runs under
 * @param say told each new reason to wait
 * @throws DatabaseNotReady with the last reason, when it has waited for `timeoutMs`
 */
export async function untilMigrated(
  url: string,
  migrations: (new () => MigrationInterface)[],
  say: (reason: string) => void,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (let said = ''; ; await sleep(AGAIN_MS)) {
    const reason = await whatIsMissing(url, migrations);
    if (reason === undefined) return;
    if (performance.now() >= end) throw new DatabaseNotReady(reason);
    if (reason !== said) say(reason);
    said = reason;
  }
}

async function whatIsMissing(
  url: string,
  migrations: (new () => MigrationInterface)[],
): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  client.on('error', () => undefined); // told by the query as well
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    const ran = new Set(rows.map(({ name }) => name));
    const missing = migrations.map(({ name }) => name).filter((name) => !ran.has(name));
    return missing.length > 0 ? lacks(missing.join(', ')) : undefined;
  } catch (error) {
    return inWords(error, new URL(url), migrations.at(-1)?.name);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const lacks = (names = 'of this version') =>
  `The database lacks the migrations ${names}: run this program with --migrate first, as its owner.`;

function inWords(error: unknown, { host, username, pathname }: URL, newest: string | undefined): string {
  const { code = (error as Error).message } = (error instanceof Error ? (innerError(error) ?? error) : error) as { code?: string }; // prettier-ignore
  if (code === '42P01' || code === '42501') return lacks(newest);
  if (code === '28P01' || code === '28000')
    return `The database at ${host} refuses the role ${username} (${code}): look at the password in DATABASE_URL.`;
  if (code === '3D000') return `There is no database ${pathname.slice(1)} at ${host}: look at DATABASE_URL.`;
  return `The database at ${host} does not answer (${code}): look whether it runs, and at DATABASE_URL.`;
}
