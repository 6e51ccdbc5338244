// `node deploy/make-secrets.mjs --postgres HOST:PORT …` prints, for one installation, new passwords and keys: as the
// Secrets that the chart expects, for `kubectl apply -f -`, and as SQL for the databases and their roles. Nothing is kept:
// whoever runs it puts the file where the installation's secrets are kept, and runs it once. Node's own modules only.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const usage =
  'node deploy/make-secrets.mjs --postgres HOST:PORT --redis URL [--release NAME] [--parameters sslmode=verify-full&…] --sql FILE --secrets FILE';
const { values: given } = parseArgs({
  options: { postgres: text, redis: text, release: { ...text, default: 'jiangtu' }, parameters: text, sql: text, secrets: text }, // prettier-ignore
});
if (!given.postgres || !given.redis || !given.sql || !given.secrets) {
  console.error(`Usage: ${usage}`);
  process.exit(1);
}

const { topics } = JSON.parse(readFileSync(new URL('kubernetes/files/topics.json', import.meta.url), 'utf8'));
const services = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];
const topicKeys = Object.fromEntries(Object.keys(topics).map((topic) => [topic, ring('t1')]));
const made = services.map((service) => ({
  service,
  database: service.replaceAll('-', '_'),
  password: password(),
  ownerPassword: password(),
}));

writeFileSync(given.secrets, `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: made.map(secretOf) }, null, 2)}\n`, { mode: 0o600, flag: 'wx' }); // prettier-ignore
writeFileSync(given.sql, made.map(sqlOf).join('\n'), { mode: 0o600, flag: 'wx' });
console.log(`Next: psql -f ${given.sql} as a superuser; kubectl apply -f ${given.secrets}; then keep both where secrets are kept, and remove them here.`); // prettier-ignore

function secretOf({ service, database, password: runtime, ownerPassword }) {
  const stringData = {
    DATABASE_URL: addressOf(database, database, runtime),
    MIGRATION_DATABASE_URL: addressOf(database, `${database}_owner`, ownerPassword),
    SEALING_KEYS: JSON.stringify({ ...ring('k1'), index: key() }),
    TOPIC_KEYS: JSON.stringify(topicKeysOf(service)),
    ...(service === 'certificate-lookup' && { REDIS_URL: given.redis }),
  };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: `${given.release}-${service}` }, stringData };
}

/** Of the topics with sealed events that it owns or reads. */
function topicKeysOf(service) {
  const mine = Object.entries(topics).filter(
    ([, { sealed, owner, readers }]) => sealed && (owner === service || readers.includes(service)),
  );
  return Object.fromEntries(mine.map(([topic]) => [topic, topicKeys[topic]]));
}

function addressOf(database, role, secret) {
  const parameters = given.parameters ? `?${given.parameters}` : '';
  return `postgres://${role}:${secret}@${given.postgres}/${database}${parameters}`;
}

/** Two roles: who owns the database and migrates it, and who serves and owns nothing. */
function sqlOf({ database, password: runtime, ownerPassword }) {
  return `create role ${database}_owner login password '${ownerPassword}';
create role ${database} login password '${runtime}';
create database ${database} owner ${database}_owner encoding 'UTF8' template template0;
revoke all on database ${database} from public;
grant connect on database ${database} to ${database};
`;
}

function ring(id) {
  return { current: id, keys: { [id]: key() } };
}

/** 32 bytes. */
function key() {
  return randomBytes(32).toString('base64');
}

/** Nothing that an address would have to escape. */
function password() {
  return randomBytes(24).toString('base64url');
}
