// Proves that each boundary rule can fail: every folder here is a small bad tree, named after the rule it breaks.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const { default: config }: { default: { forbidden: { name: string }[] } } =
  await import('../../.dependency-cruiser.cjs');
const fixtures = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const unproven = config.forbidden.map(({ name }) => name).filter((name) => !fixtures.includes(name));
const silent = fixtures.filter((fixture) => {
  const folders = readdirSync(here + fixture).filter((name) => ['apps', 'libs'].includes(name));
  const { stdout } = spawnSync(
    process.execPath,
    [
      `${root}node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`,
      '--config',
      `${root}.dependency-cruiser.cjs`,
      '--output-type',
      'json',
      ...folders,
    ],
    { cwd: here + fixture, encoding: 'utf8' },
  );
  return !JSON.parse(stdout).summary.violations.some(
    ({ rule }: { rule: { name: string } }) => rule.name === fixture,
  );
});

/** Whether oxlint, as it is set here, refuses a source of a service. */
function isRefused(source: string) {
  const place = mkdtempSync(join(tmpdir(), 'jiangtu-lint-'));
  try {
    cpSync(`${root}.oxlintrc.json`, join(place, '.oxlintrc.json'));
    mkdirSync(join(place, 'libs/a/src'), { recursive: true });
    writeFileSync(join(place, 'libs/a/src/deadline.ts'), source);
    const { stdout } = spawnSync(process.execPath, [`${root}node_modules/oxlint/bin/oxlint`], {
      cwd: place,
      encoding: 'utf8',
    });
    return stdout.includes('no-restricted-properties');
  } finally {
    rmSync(place, { recursive: true });
  }
}
if (
  !isRefused('export const end = Date.now() + 1;') ||
  isRefused('export const end = performance.now() + 1;')
)
  silent.push('no-restricted-properties (oxlint: no deadline by the wall clock)');

for (const name of unproven) console.error(`Boundary rule ${name} has no bad fixture in test/boundaries.`);
for (const name of silent) console.error(`Boundary rule ${name} did not report its bad fixture.`);
if (unproven.length + silent.length > 0) process.exit(1);
console.log(`${fixtures.length} boundary rules report their bad fixtures.`);
