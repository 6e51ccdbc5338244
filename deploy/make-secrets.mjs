// `node deploy/make-secrets.mjs --postgres HOST:PORT …` prints, for one installation, new passwords and keys: as the
// Secrets that the chart expects, for `kubectl apply -f -`, and as SQL for the databases and their roles. Nothing is kept:
// whoever runs it puts the file where the installation's secrets are kept, and runs it once.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readOptions } from '../local/options.mjs';
import { Sentence, sayAndExit } from '../local/sentence.mjs';

const usage =
  'node deploy/make-secrets.mjs --postgres HOST:PORT --redis URL [--release NAME] [--parameters TEXT] --sql FILE --secrets FILE';
const text = { type: 'string' };
const services = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];
const { topics } = JSON.parse(readFileSync(new URL('kubernetes/files/topics.json', import.meta.url), 'utf8'));
const topicKeys = Object.fromEntries(Object.keys(topics).map((topic) => [topic, ring('t1')]));

try {
  const options = readOptions(usage, {
    postgres: text,
    redis: text,
    release: { ...text, default: 'jiangtu' },
    parameters: text,
    sql: text,
    secrets: text,
  });
  const missing = ['postgres', 'redis', 'sql', 'secrets'].find((name) => !options[name]);
  if (missing) throw new Sentence(`--${missing} is not given. Usage: ${usage}`);
  const made = services.map((service) => ({
    service,
    database: service.replaceAll('-', '_'),
    password: password(),
    ownerPassword: password(),
  }));
  const list = { apiVersion: 'v1', kind: 'List', items: made.map((each) => secretOf(each, options)) };
  write(options.secrets, `${JSON.stringify(list, null, 2)}\n`);
  write(options.sql, made.map(sqlOf).join('\n'));
  console.log(
    `Next: psql -f ${options.sql} as a superuser, and kubectl apply -f ${options.secrets}. ` +
      'Then keep both where secrets are kept, and remove them here.',
  );
} catch (error) {
  sayAndExit(error);
}

/** Never over another: who has lost its keys has lost the data. */
function write(file, content) {
  if (existsSync(file)) throw new Sentence(`There is a file ${file} already: its secrets may be in use.`);
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
}

function secretOf({ service, database, password: runtime, ownerPassword }, options) {
  const { release, redis } = options;
  const address = (role, secret) => addressOf(database, role, secret, options);
  const stringData = {
    DATABASE_URL: address(database, runtime),
    MIGRATION_DATABASE_URL: address(`${database}_owner`, ownerPassword),
    SEALING_KEYS: JSON.stringify({ ...ring('k1'), index: key() }),
    TOPIC_KEYS: JSON.stringify(topicKeysOf(service)),
    ...(service === 'certificate-lookup' && { REDIS_URL: redis }),
  };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: `${release}-${service}` }, stringData };
}

/** Of the topics with sealed events that it owns or reads. */
function topicKeysOf(service) {
  const mine = Object.entries(topics).filter(
    ([, { sealed, owner, readers }]) => sealed && (owner === service || readers.includes(service)),
  );
  return Object.fromEntries(mine.map(([topic]) => [topic, topicKeys[topic]]));
}

function addressOf(database, role, secret, { postgres, parameters }) {
  return `postgres://${role}:${secret}@${postgres}/${database}${parameters ? `?${parameters}` : ''}`;
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
