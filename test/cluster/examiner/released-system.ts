import { accessTo } from '../../../deploy/local/cohort/api.ts';
import { postgresAt } from '../../../deploy/local/platform/postgres-address.ts';
import { serviceNames, services } from '../../../deploy/local/service-list.mjs';
import { isAnswered, type RunningSystem } from '../../harness/running-system.ts';

const READY_TIMEOUT_MS = 3_000;

/**
 * The installed release as it is met from inside the cluster.
 * @param environment of the examiner's pod
 * @param send for the requests that count
 */
export function releasedSystem(environment: NodeJS.ProcessEnv, send: typeof fetch): RunningSystem {
  const { RELEASE, POSTGRES_PASSWORD = '', ISSUER_SECRET = '' } = environment;
  const host = (name: string) => `${RELEASE}-${name}`;
  const postgres = postgresAt(
    `postgres://postgres:${encodeURIComponent(POSTGRES_PASSWORD)}@${host('postgres')}:5432`,
  );
  const issuer = { url: `http://${host('issuer')}:4100`, secret: ISSUER_SECRET };
  const urls = Object.fromEntries(serviceNames.map((name) => [name, `http://${host(name)}`]));
  return {
    topicPrefix: '',
    platform: { kafka: { brokers: [`${host('kafka')}:9092`] } },
    access: { ...accessTo(urls, issuer), send },
    databaseOf: (name) => postgres.url(services.find((service) => service.name === name)!),
    isReady: (name) => isAnswered(`http://${host(name)}/health/ready`, READY_TIMEOUT_MS),
  };
}
