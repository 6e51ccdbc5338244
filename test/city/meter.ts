import type pg from 'pg';
import type { RunningProcess } from '../../deploy/local/platform/processes.ts';
import { progress } from '../../deploy/local/progress.ts';
import { measureCpu, round } from '../load/usage.ts';
import type { Step } from './play.ts';

/** What a part of the season took. */
export interface Measured {
  readonly name: string;
  readonly rows: number;
  readonly seconds: number;
  readonly statements: number;
  /** CPU seconds */
  readonly service: number;
  readonly postgres: number;
}

export const POSTGRES_SETTINGS = { shared_preload_libraries: 'pg_stat_statements' };

/**
 * Measures the parts of a season one by one. Statements are all that the service sends meanwhile, those of its relay and its jobs
 * among them.
 * @param client of the service's database, as a superuser
 * @param processes the service and the servers
 */
export async function startMeter(
  client: pg.Client,
  service: RunningProcess,
  servers: readonly RunningProcess[],
): Promise<{ step: Step; measured: readonly Measured[] }> {
  await client.query('create extension if not exists pg_stat_statements');
  const measured: Measured[] = [];
  const step: Step = async (name, work) => {
    await client.query('select pg_stat_statements_reset()');
    const cpu = measureCpu([service, ...servers]);
    const rows = await work();
    const { seconds, cpuSeconds, postgresByDatabase } = cpu.stop();
    const statements = await statementsOf(client);
    measured.push({
      name,
      rows,
      seconds,
      statements,
      service: cpuSeconds[service.name]!,
      postgres: postgresByDatabase[DATABASE] ?? 0,
    });
    progress(`${name}: ${rows} rows in ${round(seconds)} s`);
  };
  return { step, measured };
}

const DATABASE = 'enrolment';

async function statementsOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements s
     where dbid = (select oid from pg_database where datname = current_database())
       and userid <> (select oid from pg_roles where rolname = current_user)`,
  );
  return rows[0].calls;
}

/** A line of a table for each part. */
export const inRows = (measured: readonly Measured[]) =>
  measured.map(({ name, rows, seconds, statements, service, postgres }) => [
    name,
    rows,
    round(seconds, 1),
    round(rows / seconds, 0),
    statements,
    round((1_000 * statements) / Math.max(rows, 1), 0),
    `${round((1_000 * service) / Math.max(rows, 1), 2)} + ${round((1_000 * postgres) / Math.max(rows, 1), 2)}`,
  ]);
