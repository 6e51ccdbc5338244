// `npm test`: the same set-up as `npm start`, then every spec against real servers, and beside them the checks.
// Arguments go to vitest, and then only vitest runs: `npm test -- apps/enrolment`.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { JsonTestResults } from 'vitest/node';
import { root } from './paths.mjs';

const results = path.join(root, 'var/test-results.json');

const args = process.argv.slice(2);
// A service is started some hundred times: what V8 compiled of its modules is kept.
process.env.NODE_COMPILE_CACHE ??= path.join(root, 'var/compile-cache');
rmSync(results, { force: true });
const checking = args.length === 0 ? check() : undefined;
const reporters = ['default', 'json', './libs/testing/vitest/slowest.ts'];
const tested = await run('npx', [
  'vitest',
  'run',
  ...reporters.map((name) => `--reporter=${name}`),
  `--outputFile=${results}`,
  ...args,
]);
const checked = await checking;
if (checked) console.error(checked.output);
const otherFailures = checked?.status ? 1 : 0;
// Where the servers could not be started, there are none, and the reason has been told.
if (existsSync(results)) console.log(inWords(JSON.parse(readFileSync(results, 'utf8')), otherFailures));
process.exit(tested || otherFailures);

/** `npm run check`, which is told at the end: what fails there counts as one failure. */
async function check() {
  let output = '';
  const hear = (stream: Readable) => stream.setEncoding('utf8').on('data', (text) => (output += text));
  return { status: await run('npm', ['run', '--silent', 'check'], 'pipe', hear), output };
}

/** A file that could not be run has no test that failed. */
function inWords({ numPassedTests, testResults }: JsonTestResults, others: number) {
  const failures = testResults.map(({ status, assertionResults }) =>
    Math.max(assertionResults.filter((each) => each.status === 'failed').length, status === 'failed' ? 1 : 0),
  );
  const failed = failures.reduce((sum, each) => sum + each, others);
  return `${numPassedTests} passed, ${failed} failed`;
}

/** vitest writes its report to stderr here; stdout stays free for the closing line. */
function run(
  command: string,
  given: string[],
  output: 2 | 'pipe' = 2,
  hear: (stream: Readable) => unknown = () => {},
): Promise<number> {
  const child = spawn(command, given, { cwd: root, stdio: ['inherit', output, output] });
  for (const stream of [child.stdout, child.stderr]) if (stream) hear(stream);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
