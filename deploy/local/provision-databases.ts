// Databases and roles on the server of a trial on Kubernetes, before its migrations; see deploy/kubernetes.
import { setTimeout as sleep } from 'node:timers/promises';
import { localDir } from './paths.mjs';
import { postgresAt } from './platform/postgres-address.ts';
import { provisionDatabase } from './platform/provision.ts';
import { Secrets } from './platform/secrets.ts';
import { sayAndExit } from './user-facing-error.mjs';
import { services } from './service-list.mjs';

const WAITS_MS = 120_000;
const AGAIN_MS = 1_000;

try {
  const postgres = postgresAt(process.env.JIANGTU_POSTGRES_URL!);
  const secrets = new Secrets(localDir);
  for (const { database } of services) {
    const password = secrets.databasePassword(database);
    const ownerPassword = secrets.databasePassword(`${database}_owner`);
    await onceItAnswers(() => provisionDatabase({ postgres }, { name: database, password, ownerPassword }));
    console.log(`${database} is there, with its two roles`);
  }
} catch (error) {
  sayAndExit(error);
}

/** The server of the trial is installed at the same time, and initialises itself first. */
async function onceItAnswers(work: () => Promise<unknown>, end = Date.now() + WAITS_MS): Promise<void> {
  try {
    await work();
  } catch (error: any) {
    const isStarting = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03'].includes(error.code);
    if (!isStarting || Date.now() > end) throw error;
    await sleep(AGAIN_MS);
    await onceItAnswers(work, end);
  }
}
