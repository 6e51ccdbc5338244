// `node deploy/make-secrets.mjs …` makes, for one installation, new passwords and keys: as the Secrets that the chart
// expects, for `kubectl apply -f`, and as SQL for the databases and their roles, which CloudNativePG makes by itself.
// Nothing is kept: whoever runs it puts the files where the installation's secrets are kept, and runs it once.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions } from './local/options.mjs';
import { sealedTopicsOf } from './local/sealed-topics.mjs';
import { UserFacingError, sayAndExit } from './local/user-facing-error.mjs';
import { services } from './local/service-list.mjs';
import { scramVerifier } from './scram-verifier.mjs';

/**
 * @typedef {{ postgres?: string, redis?: string, release: string, parameters?: string, cloudnativepg?: boolean,
 *   sql?: string, secrets?: string }} Options
 * @typedef {{ name: string, database: string, password: string, ownerPassword: string }} Service
 */

const usage =
  'node deploy/make-secrets.mjs --redis URL [--release NAME] --secrets FILE, and either --cloudnativepg or ' +
  '--postgres HOST:PORT [--parameters TEXT] --sql FILE';
const text = /** @type {const} */ ({ type: 'string' });
const { topics } = JSON.parse(readFileSync(new URL('kubernetes/files/topics.json', import.meta.url), 'utf8'));
const topicKeys = Object.fromEntries(Object.keys(topics).map((topic) => [topic, ring('t1')]));

try {
  const options = readOptions(usage, {
    postgres: text,
    redis: text,
    release: { ...text, default: 'jiangtu' },
    parameters: text,
    cloudnativepg: /** @type {const} */ ({ type: 'boolean' }),
    sql: text,
    secrets: text,
  });
  checkOptions(options);
  checkFiles(options);
  const { cloudnativepg, secrets = '', sql = '' } = options;
  const made = services.map((service) => ({
    ...service,
    password: newPassword(),
    ownerPassword: newPassword(),
  }));
  const items = made.flatMap((each) => [
    secretOf(each, options),
    ...(cloudnativepg ? rolesOf(each, options) : []),
  ]);
  write(secrets, `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`);
  if (!cloudnativepg) write(sql, made.map(sqlOf).join('\n'));
  console.log(
    cloudnativepg
      ? `Next: kubectl apply -f ${secrets}. Then keep it where secrets are kept, and remove it here.`
      : `Next: psql -f ${sql} as a superuser, and kubectl apply -f ${secrets}. ` +
          'Then keep both where secrets are kept, and remove them here.',
  );
} catch (error) {
  sayAndExit(error);
}

/** @param {Options} options */
function checkOptions({ cloudnativepg, ...options }) {
  /** @type {Record<string, string | undefined>} */
  const given = options;
  const ofServer = ['postgres', 'sql'];
  const needed = ['redis', 'secrets', ...(cloudnativepg ? [] : ofServer)];
  const missing = needed.find((name) => !given[name]);
  if (missing) throw new UserFacingError(`--${missing} is not given. Usage: ${usage}`);
  const excess = cloudnativepg && [...ofServer, 'parameters'].find((name) => given[name]);
  if (excess)
    throw new UserFacingError(
      `--${excess} is for a server of your own: leave it out, or leave out --cloudnativepg.`,
    );
}

/** Before anything is written: one file without the other would be of no use, and in the way of the next try. @param {Options} options */
function checkFiles({ secrets, sql }) {
  const files = [secrets, sql].flatMap((file) => (file ? path.resolve(file) : []));
  if (new Set(files).size < files.length)
    throw new UserFacingError('--sql and --secrets name one file: give two.');
  for (const file of files) {
    // Never over another: who has lost its keys has lost the data.
    if (existsSync(file))
      throw new UserFacingError(`There is a file ${file} already: its secrets may be in use.`);
    if (!existsSync(path.dirname(file)))
      throw new UserFacingError(`There is no folder for ${file}: make it first.`);
  }
}

/** @param {string} file @param {string} content */
function write(file, content) {
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
}

/**
 * What a service reads; its addresses, too, unless the chart puts them together for its Cluster.
 * @param {Service} service
 * @param {Options} options
 */
function secretOf({ name, database, password, ownerPassword }, options) {
  const address = addressIn(database, options);
  return secret(`${options.release}-${name}`, {
    ...(!options.cloudnativepg && {
      DATABASE_URL: address(database, password),
      MIGRATION_DATABASE_URL: address(`${database}_owner`, ownerPassword),
    }),
    SEALING_KEYS: JSON.stringify({ ...ring('k1'), index: newKey() }),
    TOPIC_KEYS: JSON.stringify(
      Object.fromEntries(sealedTopicsOf(name, topics).map((topic) => [topic, topicKeys[topic]])),
    ),
    REDIS_URL: options.redis,
  });
}

/**
 * The passwords that the chart's Cluster gives its roles, and its pods read.
 * @param {Service} service
 * @param {Options} options
 */
function rolesOf({ name, database, password, ownerPassword }, { release }) {
  return [
    roleSecret(`${release}-${name}-database`, database, password),
    roleSecret(`${release}-${name}-database-owner`, `${database}_owner`, ownerPassword),
  ];
}

/** @param {string} name @param {string} username @param {string} password */
function roleSecret(name, username, password) {
  // By the label CloudNativePG hears of a new password.
  const metadata = { name, labels: { 'cnpg.io/reload': 'true' } };
  return { ...secret(name, { username, password }), type: 'kubernetes.io/basic-auth', metadata };
}

/** @param {string} name @param {Record<string, string | undefined>} stringData */
function secret(name, stringData) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}

/** @param {string} database @param {Options} options @returns {(role: string, password: string) => string} */
function addressIn(database, { postgres, parameters }) {
  const place = `${postgres}/${database}${parameters ? `?${parameters}` : ''}`;
  return (role, password) => `postgres://${role}:${password}@${place}`;
}

/** Two roles, as deploy/local/platform/provision.ts makes them: who owns and migrates, and who serves and owns nothing. @param {Service} service */
function sqlOf({ database, password, ownerPassword }) {
  return `create role ${database}_owner login password '${scramVerifier(ownerPassword)}';
create role ${database} login password '${scramVerifier(password)}';
create database ${database} owner ${database}_owner encoding 'UTF8' template template0;
revoke all on database ${database} from public;
grant connect on database ${database} to ${database};
`;
}

/** @param {string} id */
function ring(id) {
  return { current: id, keys: { [id]: newKey() } };
}

/** 32 bytes. */
function newKey() {
  return randomBytes(32).toString('base64');
}

/** Nothing that an address would have to escape. */
function newPassword() {
  return randomBytes(24).toString('base64url');
}
