// `node deploy/local/launch.mjs [--as-built] FILE.ts [argument…]`: runs a program of this repository, which is TypeScript, on
// the repository's Node 24, after what it needs is installed and built. `--as-built`: what runs here is not built anew.
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from './setup.mjs';
import { sayAndExit } from './user-facing-error.mjs';

const [option] = process.argv.slice(2);
const isAsBuilt = option === '--as-built';

try {
  await ensureInstalled();
  await onRepositoryNode();
  if (!isAsBuilt) ensureBuilt();
  process.argv.splice(1, isAsBuilt ? 2 : 1); // as if the program had been started by itself
  await import(pathToFileURL(process.argv[1] ?? '').href);
} catch (error) {
  sayAndExit(error);
}
