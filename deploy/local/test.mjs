// `npm test`: the same set-up as `npm start`, then every spec against real servers, and beside them the checks.
// Arguments go to vitest, and then only vitest runs: `npm test -- apps/enrolment`.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { sayAndExit } from './user-facing-error.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from './setup.mjs';

const results = path.join(root, 'var/test-results.json');

try {
  ensureInstalled();
  await onRepositoryNode();
  const args = process.argv.slice(2);
  ensureBuilt();
  rmSync(results, { force: true });
  const checking = args.length === 0 ? check() : undefined;
  const reporters = ['default', 'json', './libs/testing/vitest/slowest.ts'];
  const status = await run('npx', [
    'vitest',
    'run',
    ...reporters.map((name) => `--reporter=${name}`),
    `--outputFile=${results}`,
    ...args,
  ]);
  const checked = await checking;
  if (checked) console.error(checked.output);
  const failed = checked?.status ? 1 : 0;
  // Where the servers could not be started, there are none, and the reason has been told.
  if (existsSync(results)) console.log(inWords(JSON.parse(readFileSync(results, 'utf8')), failed));
  process.exit(status || failed);
} catch (error) {
  sayAndExit(error);
}

/** `npm run check`, which is told at the end: what fails there counts as one failure. */
async function check() {
  let output = '';
  const hear = (stream) => stream.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await run('npm', ['run', '--silent', 'check'], 'pipe', hear);
  return { status, output };
}

/** A file that could not be run has no test that failed. */
function inWords({ numPassedTests, testResults }, otherFailures) {
  const failures = testResults.map(({ status, assertionResults }) =>
    Math.max(assertionResults.filter((each) => each.status === 'failed').length, status === 'failed' ? 1 : 0),
  );
  const failed = failures.reduce((sum, each) => sum + each, otherFailures);
  return `${numPassedTests} passed, ${failed} failed`;
}

/** vitest writes its report to stderr here; stdout stays free for the closing line. */
function run(command, args, output = 2, hear = () => {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['inherit', output, output] });
  for (const stream of [child.stdout, child.stderr]) if (stream) hear(stream);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
