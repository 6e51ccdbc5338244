import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { clientWithTimeout } from './client-with-timeout.js';
import { isPassing } from './passing-failures.js';
import { grantToRuntime } from './runtime-rights.js';
import { TRANSACTION_TIMEOUT_MS } from './transactions.js';

/** A day is a day: no time zone may move it, so the driver must not make a Date of it. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);

/** Connections of one process. Requests and reactions share them; a waiting one queues in the pool. */
const POOL_SIZE = 12;

/** How long the database may take. */
export interface Patience {
  /** To get a connection, be it a new one or one that others hold. */
  readonly connectTimeoutMs?: number;
  /** To answer a statement; see {@link clientWithTimeout}. */
  readonly statementTimeoutMs?: number;
}

/** A statement is given up a bit later than a server that still speaks ends its transaction. */
const usualPatience = { connectTimeoutMs: 5_000, statementTimeoutMs: TRANSACTION_TIMEOUT_MS + 5_000 };

export function createDataSource(url: string, patience: Patience = {}): DataSource {
  const { connectTimeoutMs, statementTimeoutMs } = { ...usualPatience, ...patience };
  return new DataSource({
    type: 'postgres',
    url,
    poolSize: POOL_SIZE,
    connectTimeoutMS: connectTimeoutMs,
    extra: { ...USUAL_CONNECTION, Client: clientWithTimeout(statementTimeoutMs) },
  });
}

const USUAL_CONNECTION = {
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  idleTimeoutMillis: 60_000,
};

/**
 * As patient as it takes: an index of a large table, or the wait for another process that migrates, takes its time. But it
 * waits for no lock of a table for long: behind one that waits, all that the running services ask of that table waits
 * as well. An index of a table that may be large is built by {@link buildIndex}. Its scope is that of the city: the owner of
 * a table is held to its policies too, and would fill a column of no row.
 */
function createMigrationSource(url: string, migrations: (new () => MigrationInterface)[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTransactionMode: 'each',
    connectTimeoutMS: usualPatience.connectTimeoutMs,
    extra: { ...USUAL_CONNECTION, options: `-c lock_timeout=${LOCK_TIMEOUT_MS} -c jiangtu.scope=all` },
  });
}

/** Any constant: two processes that migrate one database at the same moment take turns by it. */
const MIGRATION_LOCK = 4_504_521;

/** How long a migration holds up those who come after it for the same table, and after how long and how often it is attempted again. */
const LOCK_TIMEOUT_MS = 2_000;
const MAX_ATTEMPTS = 60;
const RETRY_DELAY_MS = 1_000;

/**
 * Brings a service's database up to date, gives the role of the running service its rights, and closes its connections
 * again. Safe to run beside others, and beside services that run: see {@link createMigrationSource}.
 * @param ownerUrl of the role that owns the database
 * @param runtimeRole name of the role that the service runs under; see {@link grantToRuntime}
 * @returns the names of the migrations that ran; empty when it was up to date
 * @throws Error of a migration that failed; those before it stay, and the next run goes on with it
 */
export async function runMigrations(
  ownerUrl: string,
  migrations: (new () => MigrationInterface)[],
  runtimeRole: string,
): Promise<string[]> {
  const dataSource = await whilePassing(() => createMigrationSource(ownerUrl, migrations).initialize());
  const lock = dataSource.createQueryRunner();
  try {
    await takeTurn(lock);
    const done = await whilePassing(() => dataSource.runMigrations());
    await whilePassing(() => grantToRuntime(lock, runtimeRole));
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    return done.map(({ name }) => name);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}

/** Asks again and again: a statement that waits would hold up {@link buildIndex} of the one that it waits for. */
async function takeTurn(lock: QueryRunner): Promise<void> {
  for (;;) {
    const [{ taken }] = await lock.query('select pg_try_advisory_lock($1) as taken', [MIGRATION_LOCK]);
    if (taken) return;
    await sleep(RETRY_DELAY_MS);
  }
}

/**
 * Tries again what a lock that others held, a server that starts or a lost connection has stopped. Between two tries
 * others come to their turn.
 */
async function whilePassing<T>(work: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || attempts >= MAX_ATTEMPTS) throw error;
      await sleep(RETRY_DELAY_MS);
    }
  }
}
