import type pg from 'pg';
import type { Databases } from './databases.ts';
import { percentiles } from './usage.ts';

const COMMITTED = 'pg_xact_commit_timestamp(xmin)';

/** Milliseconds of the epoch, by key. */
async function momentsOf(client: pg.Client, moment: string, table: string, key: string, keys: string[]) {
  const { rows } = await client.query(
    `select ${key} as key, extract(epoch from ${moment})::float8 * 1000 as at from ${table} where ${key} = any($1)`,
    [keys],
  );
  const moments = new Map<string, number>(rows.map((row) => [row.key, row.at]));
  return (of: string) => moments.get(of) ?? NaN;
}

/**
 * How long after its graduation each certificate was visible and each case open. Also where the time goes: until a
 * graduation is issued, committed, kept by the lookup, and committed there.
 */
export async function latencies(databases: Databases, ids: string[]) {
  const { certificates, 'certificate-lookup': lookup } = databases;
  const { rows } = await certificates.query<{ id: string; no: string }>(
    'select registration_id as id, certificate_no as no from certificates where registration_id = any($1)',
    [ids],
  );
  const numbers = rows.map(({ no }) => no);
  const graduated = await momentsOf(databases['student-records'], COMMITTED, 'registrations', 'registration_id', ids); // prettier-ignore
  const open = await momentsOf(databases.employment, COMMITTED, 'cases', 'registration_id', ids);
  const issuing = await momentsOf(certificates, 'issued_at', 'certificates', 'registration_id', ids);
  const issued = await momentsOf(certificates, COMMITTED, 'certificates', 'registration_id', ids);
  const kept = await momentsOf(lookup, 'visible_at', 'entries', 'certificate_no', numbers);
  const visible = await momentsOf(lookup, COMMITTED, 'entries', 'certificate_no', numbers);
  const after = (msOf: (each: { id: string; no: string }) => number) => percentiles(rows.map(msOf));
  return {
    visibleAfterMs: after(({ id, no }) => visible(no) - graduated(id)),
    caseOpenAfterMs: after(({ id }) => open(id) - graduated(id)),
    stagesMs: {
      received: after(({ id }) => issuing(id) - graduated(id)),
      issued: after(({ id }) => issued(id) - issuing(id)),
      lookupReceived: after(({ id, no }) => kept(no) - issued(id)),
      lookupCommitted: after(({ no }) => visible(no) - kept(no)),
    },
  };
}
