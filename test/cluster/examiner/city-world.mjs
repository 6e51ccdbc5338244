import { fetchToken } from '../../../deploy/local/issuer/token.mjs';
import { postgresAt } from '../../../deploy/local/platform/postgres-address.mjs';
import { serviceNames, services } from '../../../deploy/local/service-list.mjs';

const READY_WITHIN_MS = 3_000;

/**
 * The installed release as it is met from inside the cluster, in the shape of the World of test/faults.
 * @param {{ RELEASE: string, POSTGRES_PASSWORD: string, ISSUER_SECRET: string }} environment
 * @param {typeof fetch} send for the requests that count
 */
export function cityWorld({ RELEASE, POSTGRES_PASSWORD, ISSUER_SECRET }, send) {
  const host = (name) => `${RELEASE}-${name}`;
  const postgres = postgresAt(
    `postgres://postgres:${encodeURIComponent(POSTGRES_PASSWORD)}@${host('postgres')}:5432`,
  );
  const issuer = { url: `http://${host('issuer')}:4100`, secret: ISSUER_SECRET };
  const urls = serviceNames.map((name) => [name, { url: `http://${host(name)}` }]);
  return {
    topicPrefix: '',
    platform: { kafka: { brokers: [`${host('kafka')}:9092`] }, issuer },
    forApi: {
      endpoints: { services: Object.fromEntries(urls) },
      tokenFor: (role, school, person) => fetchToken(issuer, { role, school, person }),
      send,
    },
    databaseOf(name) {
      const { database } = services.find((service) => service.name === name);
      return postgres.url({ database });
    },
    async isReady(name) {
      const signal = AbortSignal.timeout(READY_WITHIN_MS);
      return fetch(`http://${host(name)}/health/ready`, { signal }).then(
        ({ ok }) => ok,
        () => false,
      );
    },
  };
}
