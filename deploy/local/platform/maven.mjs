// `node deploy/local/platform/maven.mjs` fetches all that a test run needs of it, on any Node from 20 on and before anything
// is installed. It tells of no failure: whoever needs what is missing does.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, serversDir } from '../paths.mjs';
import { UserFacingError } from '../user-facing-error.mjs';

/**
 * What Maven brings, once for each content of a pom.xml.
 * @typedef {object} MavenOrder
 * @property {string} what it is, in a sentence
 * @property {string} pom
 * @property {string} property of the pom that names the folder
 * @property {string} folder
 * @property {string} instead how the caller can do without Maven
 */

/** @type {MavenOrder} */
export const servers = {
  what: 'Kafka and Redis',
  pom: path.join(root, 'deploy/local/platform/pom.xml'),
  property: 'servers',
  folder: serversDir,
  instead: 'start a Docker engine',
};
/** @type {MavenOrder} */
export const helm = {
  what: 'Helm',
  pom: path.join(root, 'test/chart/helm/pom.xml'),
  property: 'helm',
  folder: path.join(root, 'var/helm'),
  instead: 'install `helm` 3',
};

/**
 * Fills the folder of the order, which it answers.
 * @param {MavenOrder} order
 */
export function ensureByMaven(order) {
  const { what, pom, property, folder, instead } = order;
  const stamp = path.join(folder, '.pom');
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  console.error(`Fetching ${what} …`);
  rmSync(folder, { recursive: true, force: true });
  const args = ['-q', '-B', '-f', pom, `-D${property}=${folder}`, 'generate-resources'];
  const { error, status, stdout } = spawnSync('mvn', args, { encoding: 'utf8' });
  if (error) throw new UserFacingError(`Maven is missing: install \`mvn\`, or ${instead}.`);
  if (status !== 0) throw new UserFacingError(`Maven could not fetch ${what}: ${firstError(stdout)}`);
  writeFileSync(stamp, wanted);
  return folder;
}

/** @param {string} output */
function firstError(output) {
  const line = output.split('\n').find((each) => each.includes('ERROR'));
  return line?.replace(/.*\[ERROR\] /, '') ?? output;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const order of spawnSync('helm', ['version']).status === 0 ? [servers] : [servers, helm])
    try {
      ensureByMaven(order);
    } catch {
      process.exitCode = 1;
    }
