import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { chunksOf } from '../../deploy/local/cohort/groups.ts';
import { until } from '../../deploy/local/cohort/until.ts';
import type { StartedPlatform } from '../../deploy/local/platform/index.ts';
import { progress } from '../../deploy/local/progress.ts';
import { approveRegistrations, checkInStudents, graduate, openSchool } from '../harness/students.ts';
import { countToday, type Databases } from './databases.ts';
import { startSystem } from './system.ts';
import { cpuMsOfOne, measureCpu, round } from './usage.ts';

const PREFIX = 'path.';

/**
 * What one student leaves on disk from the application to the employment case, and what all of it costs: an import,
 * admission, check-in, approval, and graduation in batches as a school makes them. In databases and topics of its own.
 */
export async function measureWholePath(platform: StartedPlatform, students: number) {
  const system = await startSystem(platform, { name: 'path', prefix: PREFIX });
  const { api, databases } = system;
  try {
    await openSchool(api, students);
    const before = await bytesOf(platform, databases);
    const cpu = measureCpu([...system.services(), ...system.servers]);
    await checkInStudents(api, students);
    const registrations = await approveRegistrations(api, students);
    for (const some of chunksOf(registrations))
      await graduate(api, some.map(({ registrationId }) => registrationId)); // prettier-ignore
    await until('entries and cases', async () => {
      const { entries, cases } = await countToday(databases);
      return { seen: Math.min(entries, cases), wanted: students };
    });
    const usage = cpu.stop();
    const after = await bytesOf(platform, databases);
    progress(`${students} students took ${usage.seconds} s`);
    const bytesOfOne = Object.entries(after)
      .map(([name, bytes]) => [name, round((bytes - (before[name] ?? 0)) / students, 0)] as const)
      .filter(([, bytes]) => bytes > 0);
    return { students, cpuMsOfOne: cpuMsOfOne(usage, students), bytesOfOne: Object.fromEntries(bytesOfOne) };
  } finally {
    await system.stop();
  }
}

/**
 * What the tables of every database, every topic and PostgreSQL's log take. Tables are vacuumed before, so that what was
 * written and deleted again, as in an outbox, does not count.
 */
async function bytesOf({ dir }: StartedPlatform, databases: Databases): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {};
  for (const [name, client] of Object.entries(databases)) {
    await client.query('vacuum');
    const { rows } = await client.query(`
      select sum(pg_total_relation_size(oid))::float8 as bytes
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`);
    bytes[name] = rows[0].bytes;
  }
  const { rows } = await databases.enrolment.query(`select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes`);
  return { ...bytes, log: Number(rows[0].bytes), ...topicsIn(path.join(dir, 'kafka/data')) };
}

/** Bytes of the records of each topic; its index files are made larger than they need beforehand. */
function topicsIn(data: string) {
  const sums: Record<string, number> = {};
  for (const folder of readdirSync(data)) {
    const topic = /^(.+)-\d+$/.exec(folder)?.[1];
    if (!topic?.startsWith(PREFIX)) continue;
    for (const file of readdirSync(path.join(data, folder)).filter((name) => name.endsWith('.log')))
      sums[topic] = (sums[topic] ?? 0) + statSync(path.join(data, folder, file)).size;
  }
  return sums;
}
