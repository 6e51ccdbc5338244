// `npm test`: the same set-up as `npm start`, then the checks, then every spec against real servers.
// Arguments go to jest, and then only jest runs: `npm test -- --testPathPatterns apps/enrolment`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { sayAndExit } from './sentence.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from './setup.mjs';

const results = path.join(root, 'var/test-results.json');

try {
  ensureInstalled();
  await onRepositoryNode();
  const args = process.argv.slice(2);
  if (args.length === 0) run('npm', ['run', '--silent', 'check']);
  ensureBuilt();
  mkdirSync(path.dirname(results), { recursive: true });
  rmSync(results, { force: true });
  const status = tryToRun('npm', [
    'run',
    '--silent',
    'jest',
    '--',
    '--json',
    `--outputFile=${results}`,
    ...args,
  ]);
  // Where the servers could not be started, there are none, and the reason has been told.
  if (!existsSync(results)) process.exit(status);
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(results, 'utf8'),
  );
  console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
  process.exit(status);
} catch (error) {
  sayAndExit(error);
}

function run(command, args) {
  const status = tryToRun(command, args);
  if (status !== 0) process.exit(status);
}

/** jest writes its JSON to a file and, with it, its report to stderr; stdout stays free for the closing line. */
function tryToRun(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
