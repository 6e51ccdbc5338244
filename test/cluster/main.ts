// `npm run cluster`: the chart on a real Kubernetes, under load, while what happens to a system in operation happens.
import { writeFileSync } from 'node:fs';
import { progress } from '../../deploy/local/progress.ts';
import { readClusterOptions } from './options.ts';
import { resultInWords } from './result.ts';
import { tryOnCluster } from './run.ts';

const { leftOut, json, ...options } = readClusterOptions();
const results = await tryOnCluster({
  ...options,
  log: progress,
  // After each: what a run has shown before something ends it shall not be lost.
  onResult: (all) => {
    if (json) writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`);
  },
});
console.log(resultInWords(results));
for (const { name } of leftOut) console.log(`${name}: left out, since --lose-node was not given.`);
process.exit(results.some(({ findings }) => findings.length > 0) ? 1 : 0);
