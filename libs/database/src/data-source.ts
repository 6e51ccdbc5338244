import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';

/** A day is a day: no time zone may move it, so the driver must not make a Date of it. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);

/** Connections of one process. Requests and reactions share them; a waiting one queues in the pool. */
const POOL_SIZE = 12;

export function createDataSource(url: string, migrations: (new () => MigrationInterface)[] = []): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTransactionMode: 'each',
    poolSize: POOL_SIZE,
    connectTimeoutMS: 5_000,
    extra: { keepAlive: true, keepAliveInitialDelayMillis: 10_000, idleTimeoutMillis: 60_000 },
  });
}

/** Any constant: two processes that migrate one database at the same moment take turns by it. */
const MIGRATION_LOCK = 4_504_521;

/**
 * Brings a service's database up to date and closes its connections again. Safe to run beside others.
 * @returns the names of the migrations that ran; empty when it was up to date
 */
export async function runMigrations(
  url: string,
  migrations: (new () => MigrationInterface)[],
): Promise<string[]> {
  const dataSource = await createDataSource(url, migrations).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await dataSource.runMigrations();
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    return done.map(({ name }) => name);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}
