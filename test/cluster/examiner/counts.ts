import { setTimeout as sleep } from 'node:timers/promises';
import type { City } from '../../faults/healing.ts';
import { readTables } from '../../harness/read-tables.ts';
import type { RunningSystem } from '../../harness/running-system.ts';
import type { Clerks } from './clerks.ts';

const POLL_INTERVAL_MS = 500;

/** How many there are, and of those that were told how many are not there, or twice. */
export async function countsOf({ system, registrars, clerks, history }: City & { clerks: Clerks }) {
  const held = await holdings(system);
  return {
    graduated: registrars.graduated.size,
    revoked: registrars.revoked.size,
    events: history.records.length,
    studentsLeft: registrars.left,
    lost:
      lostOf(held, registrars.graduated).length +
      [...clerks.registered].filter((code) => !held.schools.includes(code)).length,
    doubled: Object.values(held).reduce((sum, ids) => sum + ids.length - new Set(ids).size, 0),
  };
}

/**
 * Waits until whoever has been told now to have graduated has a certificate, a case and an entry of the lookup.
 * @returns `waiting`: those who had not after `patience` ms
 */
export async function untilArrived(
  { system, registrars }: City,
  patience: number,
): Promise<{ seconds: number; waiting: number }> {
  const told = new Set(registrars.graduated);
  for (const started = Date.now(); ; await sleep(POLL_INTERVAL_MS)) {
    const waiting = await holdings(system).then(
      (held) => lostOf(held, told).length,
      () => told.size, // the database is away
    );
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    if (waiting === 0 || Date.now() - started > patience) return { seconds, waiting };
  }
}

/** What the services hold, as ids of registrations or of schools; each should be there once. */
async function holdings(system: RunningSystem) {
  const tables = await readTables(system, ['certificates', 'copies', 'cases', 'schools']);
  const column = (service: string, table: string, name: string): string[] =>
    tables[service]![table]!.map((row) => row[name]);
  const certificates = column('certificates', 'certificates', 'registration_id');
  const numbers = column('certificates', 'certificates', 'certificate_no');
  const registrations = new Map(numbers.map((number, at) => [number, certificates[at]]));
  return {
    certificates,
    entries: column('certificate-lookup', 'copies', 'certificate_no').map((no) => registrations.get(no)),
    cases: column('employment', 'cases', 'registration_id'),
    schools: column('enrolment', 'schools', 'school_code'),
  };
}

type Held = Awaited<ReturnType<typeof holdings>>;

function lostOf({ certificates, entries, cases }: Held, told: Set<string>) {
  const held = [certificates, entries, cases].map((ids) => new Set(ids));
  return [...told].filter((id) => !held.every((ids) => ids.has(id)));
}
