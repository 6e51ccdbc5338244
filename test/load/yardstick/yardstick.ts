import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { StartedPlatform } from '../../../deploy/local/platform/index.ts';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import type { RunningProcess } from '../../../deploy/local/platform/processes.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { closeDatabases, openDatabases } from '../databases.ts';
import type { Subject } from '../measure.ts';
import { serversOf } from '../platform.ts';
import { insertStudents } from '../students.ts';

interface Kind {
  name: string;
  /** also the rows that the services write besides registrations, certificates, entries and cases */
  everyRow: boolean;
}

export const YARDSTICKS: readonly Kind[] = [
  { name: 'lean', everyRow: false },
  { name: 'same-rows', everyRow: true },
];

const PROGRAMS = {
  records: 'student-records',
  certificates: 'certificates',
  lookup: 'certificate-lookup',
  employment: 'employment',
} as const;

/** Tables that refuse, by a trigger, a version without its entry in the history. */
const GUARDED = { 'student-records': 'registrations', certificates: 'certificates', employment: 'cases' };

/**
 * The same work by bare pg and kafkajs: four small processes without framework, on the same servers, with databases
 * and topics of their own that are made as those of the services are.
 */
export async function startYardstick(platform: StartedPlatform, { name, everyRow }: Kind): Promise<Subject> {
  const { processes, secrets } = platform;
  const prefix = `${name}.`;
  const settings = await setUpServices(platform, { processes, secrets, topicPrefix: prefix });
  const databases = await openDatabases(platform.postgres, prefix);
  const client = databases['student-records'];
  for (const [service, table] of Object.entries(GUARDED))
    await databases[service as keyof typeof GUARDED].query(`alter table ${table} disable trigger user`);
  const port = await freePort(24_000);
  const started: RunningProcess[] = [];
  for (const [program, service] of Object.entries(PROGRAMS))
    started.push(
      await processes.start(`${name}-${service}`, process.execPath, {
        args: [fileURLToPath(new URL(`${program}.ts`, import.meta.url))],
        env: {
          PATH: process.env.PATH,
          ...settings[service],
          PORT: String(port),
          EVERY_ROW: everyRow ? '1' : '0',
        },
        readyWhen: 'ready',
      }),
    );
  return {
    name,
    databases,
    services: () => started,
    servers: serversOf(platform),
    prepare: async (count, size) => {
      const groups = await insertStudents({ client, settings: settings['student-records'] }, count, size);
      return groups.map(({ registrationIds }) => ({ registrationIds, batchId: randomUUID() }));
    },
    approve: async (batch) => {
      const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(batch) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${name} failed: ${text}`);
    },
    stop: async () => {
      await closeDatabases(databases);
      await Promise.all(started.map((running) => processes.stop(running)));
    },
  };
}
