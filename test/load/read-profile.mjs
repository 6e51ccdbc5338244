// `node test/load/read-profile.mjs DIR`: where the CPU time of each service went, of the profiles that
// `npm run bench -- --profile DIR` has written.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LINES = 22;

for (const name of readdirSync(process.argv[2], { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)) {
  const dir = path.join(process.argv[2], name);
  for (const file of readdirSync(dir).filter((each) => each.endsWith('.cpuprofile')))
    tell(name, JSON.parse(readFileSync(path.join(dir, file), 'utf8')));
}

function tell(name, { nodes, samples, timeDeltas }) {
  const self = new Map();
  samples.forEach((id, at) => self.set(id, (self.get(id) ?? 0) + timeDeltas[at] / 1_000));
  const busy = [...nodes].filter(({ callFrame: { functionName } }) => !['(idle)', '(program)'].includes(functionName)); // prettier-ignore
  const total = sum(busy.map(({ id }) => self.get(id) ?? 0));
  if (total < 500) return;
  console.log(`\n${name}: ${(total / 1_000).toFixed(1)} s of CPU in JavaScript`);
  table('by module', busy, self, total, ({ callFrame: { url, functionName } }) =>
    moduleOf(url, functionName),
  );
  table('by function', busy, self, total, ({ callFrame: { url, functionName, lineNumber } }) =>
    `${functionName || '(anonymous)'} ${moduleOf(url, '')}:${lineNumber + 1}`,
  ); // prettier-ignore
}

function table(title, nodes, self, total, keyOf) {
  const sums = new Map();
  for (const node of nodes) sums.set(keyOf(node), (sums.get(keyOf(node)) ?? 0) + (self.get(node.id) ?? 0));
  console.log(`  ${title}`);
  for (const [key, ms] of [...sums].sort((one, other) => other[1] - one[1]).slice(0, LINES))
    console.log(
      `    ${((ms / total) * 100).toFixed(1).padStart(5)} %  ${(ms / 1_000).toFixed(2).padStart(6)} s  ${key}`,
    );
}

function moduleOf(url, functionName) {
  if (!url) return functionName || 'native';
  const parts = /node_modules\/((?:@[^/]+\/)?[^/]+)(.*)/.exec(url);
  if (parts) return functionName === '' ? parts[1] + parts[2] : parts[1];
  return url.replace(/.*\/dist\//, '');
}

function sum(numbers) {
  return numbers.reduce((all, each) => all + each, 0);
}
