// Runs on any Node from 20 on and before anything is installed: Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { fetchByMaven } from './platform/maven.mjs';
import { UserFacingError } from './user-facing-error.mjs';

const repositoryNode = path.join(root, 'node_modules/node/bin/node');
const installedStamp = path.join(root, 'node_modules/.jiangtu-installed');
const builtStamp = path.join(root, 'dist/.built');

/**
 * Installs the dependencies if the lock has changed since the last time. npm waits for the network for long: meanwhile
 * Maven fetches the servers, where it is to bring them.
 */
export async function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (readStamp(installedStamp) === wanted) return;
  console.error('Installing the dependencies …');
  // Not `npm ci`: it refuses a lock that lacks the binaries of another kind of machine.
  // Errors only: the packages run on the repository's Node, so npm's warnings about this one are false alarms.
  const fetching = process.env.JIANGTU_PLATFORM === 'native' ? fetchByMaven('servers') : undefined;
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  npm(['install', ...quietly], 'The dependencies could not be installed');
  writeFileSync(installedStamp, wanted);
  await fetching;
}

/** Builds if a source file was added, changed or removed since the last build. */
export function ensureBuilt() {
  const wanted = sourcesNow();
  if (readStamp(builtStamp) === wanted) return;
  console.error('Building …');
  npm(['run', '--silent', 'build'], 'The build failed');
  mkdirSync(path.dirname(builtStamp), { recursive: true });
  writeFileSync(builtStamp, wanted);
}

/**
 * Runs the same command again on the repository's Node 24, unless this is it. Resolves only where the caller goes on.
 * The channel between the two tells the second that the first has died.
 */
export async function onRepositoryNode() {
  if (process.env.JIANGTU_ON_REPOSITORY_NODE || !existsSync(repositoryNode)) return requireNode24();
  const child = spawn(repositoryNode, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, JIANGTU_ON_REPOSITORY_NODE: '1' },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  process.exit(await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1))));
}

function requireNode24() {
  if (Number.parseInt(process.versions.node) < 24)
    throw new UserFacingError(
      'Node 24 was not installed with the dependencies: run `npm install` with its scripts allowed.',
    );
}

/**
 * @param {string[]} args
 * @param {string} failure
 */
function npm(args, failure) {
  const script = process.env.npm_execpath;
  const command = script ? process.execPath : 'npm';
  const before = script ? [script] : [];
  // Everything to stderr: stdout belongs to the result of the command that needed the set-up.
  const { status } = spawnSync(command, [...before, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new UserFacingError(`${failure}: see the messages of npm above.`);
}

/** @param {string} file */
function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * Everything in a folder, in an order that does not depend on the language of the machine.
 * @param {string} folder
 */
function filesIn(folder) {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true });
  return files.sort((one, other) => (one < other ? -1 : 1));
}

function sourcesNow() {
  const hash = createHash('sha256');
  for (const folder of ['apps', 'libs'])
    for (const file of filesIn(path.join(root, folder))) {
      const stat = statSync(path.join(root, folder, file));
      if (stat.isFile()) hash.update(`${folder}/${file} ${stat.size} ${stat.mtimeMs}\n`);
    }
  return hash.digest('hex');
}
