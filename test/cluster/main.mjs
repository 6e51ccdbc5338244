// `npm run cluster`: the chart on a real Kubernetes, under load, while what happens to a system in operation happens.
import { writeFileSync } from 'node:fs';
import { sayAndExit } from '../../deploy/local/sentence.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../deploy/local/setup.mjs';
import { readClusterOptions } from './options.mjs';

try {
  const { leftOut, json, ...options } = readClusterOptions();
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const { progress } = await import('../../deploy/local/progress.mjs');
  const { tryOnCluster } = await import('./run.mjs');
  const { resultInWords } = await import('./result.mjs');
  const results = await tryOnCluster({
    ...options,
    log: progress,
    // After each: what a run has shown before something ends it shall not be lost.
    onResult: (all) => json && writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`),
  });
  console.log(resultInWords(results));
  for (const { name } of leftOut) console.log(`${name}: left out, since --lose-node was not given.`);
  process.exit(results.some(({ findings }) => findings.length > 0) ? 1 : 0);
} catch (error) {
  sayAndExit(error);
}
