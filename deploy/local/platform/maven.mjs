// Runs on any Node from 20 on and before anything is installed: Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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

/**
 * The same beside whatever else goes on. It tells of no failure: {@link ensureByMaven} will.
 * @param {'servers' | 'helm'} name
 * @returns {Promise<void>}
 */
export function fetchByMaven(name) {
  const script = `import * as maven from ${JSON.stringify(import.meta.url)}; try { maven.ensureByMaven(maven.${name}); } catch {}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 2, 2],
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}

/** @param {string} output */
function firstError(output) {
  const line = output.split('\n').find((each) => each.includes('ERROR'));
  return line?.replace(/.*\[ERROR\] /, '') ?? output;
}
