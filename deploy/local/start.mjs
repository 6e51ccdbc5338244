// `npm start`: does all the set-up, then starts everything. Only Node's own modules until the dependencies are there.
import { readStartOptions } from './options.mjs';
import { sayAndExit } from './user-facing-error.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from './setup.mjs';

try {
  const options = readStartOptions();
  await ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const { run } = await import('./run.ts');
  await run(options);
} catch (error) {
  sayAndExit(error);
}
