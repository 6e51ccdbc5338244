// `npm run bench:import`: how fast a file of applications is checked and stored, and how the largest error workbook is.
import { readOptions } from '../../../deploy/local/options.mjs';
import { UserFacingError, sayAndExit } from '../../../deploy/local/user-facing-error.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../../deploy/local/setup.mjs';

const USAGE = 'npm run bench:import -- [--rows N] [--rounds N] [--profile DIR]';

try {
  const text = { type: 'string' };
  const {
    rows = '10000',
    rounds = '3',
    profile,
  } = readOptions(USAGE, { rows: text, rounds: text, profile: text });
  if (!(Number(rows) >= 1 && Number(rows) <= 10_000 && Number(rounds) >= 1)) throw new UserFacingError(USAGE);
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const { startBenchPlatform } = await import('../bench-platform.mjs');
  const { measureImports } = await import('./measure-imports.mjs');
  const platform = await startBenchPlatform();
  try {
    await measureImports(platform, { rows: Number(rows), rounds: Number(rounds), profile });
  } finally {
    await platform.stop();
  }
  process.exit(0);
} catch (error) {
  sayAndExit(error);
}
