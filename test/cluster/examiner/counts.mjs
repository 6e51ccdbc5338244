import { setTimeout as sleep } from 'node:timers/promises';
import { readTables } from '../../faults/read-tables.mjs';

const LOOK_EVERY_MS = 500;

/** How many there are, and of those that were told how many are not there, or twice. */
export async function countsOf({ world, registrars, clerks, history }) {
  const held = await holdings(world);
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
 * @returns {Promise<{ seconds: number, waiting: number }>} `waiting`: those who had not after `patience` ms
 */
export async function untilArrived({ world, registrars }, patience) {
  const told = new Set(registrars.graduated);
  for (const started = Date.now(); ; await sleep(LOOK_EVERY_MS)) {
    const waiting = await holdings(world).then(
      (held) => lostOf(held, told).length,
      () => told.size, // the database is away
    );
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    if (waiting === 0 || Date.now() - started > patience) return { seconds, waiting };
  }
}

/** What the services hold, as ids of registrations or of schools; each should be there once. */
async function holdings(world) {
  const tables = await readTables(world, ['certificates', 'copies', 'cases', 'schools']);
  const registrations = new Map(
    tables.certificates.certificates.map((row) => [row.certificate_no, row.registration_id]),
  );
  return {
    certificates: tables.certificates.certificates.map((row) => row.registration_id),
    entries: tables['certificate-lookup'].copies.map((row) => registrations.get(row.certificate_no)),
    cases: tables.employment.cases.map((row) => row.registration_id),
    schools: tables.enrolment.schools.map((row) => row.school_code),
  };
}

function lostOf({ certificates, entries, cases }, told) {
  const held = [certificates, entries, cases].map((ids) => new Set(ids));
  return [...told].filter((id) => !held.every((ids) => ids.has(id)));
}
