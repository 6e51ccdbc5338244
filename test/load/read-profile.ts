// `node test/load/read-profile.ts DIR`: where the CPU time of each service went, of the profiles that
// `npm run bench -- --profile DIR` has written.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LINES = 22;

/** As V8 writes it. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

for (const file of globSync(path.join(process.argv[2] ?? '.', '*/*.cpuprofile')).toSorted())
  tell(path.basename(path.dirname(file)), JSON.parse(readFileSync(file, 'utf8')));

function tell(name: string, { nodes, samples, timeDeltas }: Profile) {
  const self = new Map<number, number>();
  samples.forEach((id, at) => self.set(id, (self.get(id) ?? 0) + timeDeltas[at]! / 1_000));
  const busy = nodes
    .filter(({ callFrame }) => !['(idle)', '(program)'].includes(callFrame.functionName))
    .map(({ id, callFrame }) => ({ ...callFrame, ms: self.get(id) ?? 0 }));
  const total = busy.reduce((sum, { ms }) => sum + ms, 0);
  if (total < 500) return;
  console.log(`\n${name}: ${(total / 1_000).toFixed(1)} s of CPU in JavaScript`);
  const table = (title: string, keyOf: (each: (typeof busy)[number]) => string) => {
    const sums = new Map<string, number>();
    for (const each of busy) sums.set(keyOf(each), (sums.get(keyOf(each)) ?? 0) + each.ms);
    console.log(`  ${title}`);
    for (const [key, ms] of [...sums].toSorted(([, one], [, other]) => other - one).slice(0, LINES))
      console.log(
        `    ${((ms / total) * 100).toFixed(1).padStart(5)} %  ${(ms / 1_000).toFixed(2).padStart(6)} s  ${key}`,
      );
  };
  table('by module', ({ url, functionName }) => moduleOf(url, functionName));
  table('by function', ({ url, functionName, lineNumber }) => `${functionName || '(anonymous)'} ${moduleOf(url, '')}:${lineNumber + 1}`); // prettier-ignore
}

function moduleOf(url: string, functionName: string) {
  if (!url) return functionName || 'native';
  const parts = /node_modules\/((?:@[^/]+\/)?[^/]+)(.*)/.exec(url);
  if (parts) return functionName === '' ? `${parts[1]}${parts[2]}` : parts[1]!;
  return url.replace(/.*\/dist\//, '');
}
