import path from 'node:path';
import { accessTo, type Api, apiOf } from '../../deploy/local/cohort/api.ts';
import { root } from '../../deploy/local/paths.mjs';
import type { StartedPlatform } from '../../deploy/local/platform/index.ts';
import { startServices } from '../../deploy/local/services.ts';
import { chunksOf } from '../../deploy/local/cohort/groups.ts';
import { submitBatch } from '../harness/students.ts';
import { closeDatabases, openDatabases } from './databases.ts';
import type { Batch, Subject } from './measure.ts';
import { serversOf } from './platform.ts';
import { insertStudents } from './students.ts';

const AT_ONCE = 4;

interface SystemOptions {
  name?: string;
  /** the folder of another, built state of the project, whose services are started */
  checkout?: string;
  /** of its topics and databases */
  prefix?: string;
  /** folder for a CPU profile of each service */
  profile?: string;
}

/** The five services as built, and what is asked of them. */
export async function startSystem(
  platform: StartedPlatform,
  { name = 'system', checkout = root, prefix = '', profile }: SystemOptions = {},
): Promise<Subject & { api: Api }> {
  const running = await startServices(platform, {
    dir: platform.dir,
    topicPrefix: prefix,
    portOffset: 20_000,
    main: (service) => path.join(checkout, 'dist/apps', service, 'src/main.js'),
    more: (service) => ({
      LOG_LEVEL: 'warn',
      ...(profile && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}/${service}` }),
    }),
  });
  const databases = await openDatabases(platform.postgres, prefix);
  const api = apiOf(accessTo(running.urls, platform.issuer));
  const records = { client: databases['student-records'], settings: running.settings['student-records']!, checkout }; // prettier-ignore
  return {
    name,
    databases,
    api,
    services: () => Object.values(running.processes),
    servers: serversOf(platform),
    prepare: async (count, size) => {
      const batches: Batch[] = [];
      for (const some of chunksOf(await insertStudents(records, count, size), AT_ONCE))
        batches.push(
          ...(await Promise.all(
            some.map(async ({ school, registrationIds }) => {
              const { post } = api('student-records', 'school-registrar', school);
              return { registrationIds, batchId: await submitBatch(post, registrationIds) };
            }),
          )),
        );
      return mixed(batches);
    },
    approve: async ({ batchId }) => {
      await api('student-records', 'city-officer').post(`/graduation-batches/${batchId}/approve`);
    },
    stop: async () => {
      await closeDatabases(databases);
      await running.stop();
    },
  };
}

/** Schools take turns. */
function mixed(batches: Batch[]): Batch[] {
  const step = Math.ceil(batches.length / 4);
  return Array.from({ length: step }, (_, n) =>
    [0, 1, 2, 3].flatMap((part) => batches[part * step + n] ?? []),
  ).flat();
}
