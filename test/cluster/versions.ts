import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../deploy/local/paths.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { replaceOnce } from '../faults/replace-once.ts';

const changesFrom = path.join(root, 'test/cluster/changes');
type Replacement = [file: string, anchor: string, text: string];

interface Version {
  changes: string[];
  texts: Replacement[];
}

const USE_NOTED_AT: Replacement[] = [
  ['libs/messaging/src/inbox.js', 'inbox (event_id) select distinct id from', 'inbox (event_id, noted_at) select distinct id, now() from'], // prettier-ignore
  ['libs/messaging/src/prune-inbox.js', 'handled_at <', 'noted_at <'],
];

/**
 * Later versions of the system, each made of the build by replacing compiled text and adding migrations to all services:
 * `expand` adds a column to the inbox, a table that every event goes through, and its code uses that one; `contract`
 * drops the old one; `failing` has a migration that fails.
 */
export const versions: Record<'expand' | 'contract' | 'failing', Version> = {
  expand: { changes: ['expand'], texts: USE_NOTED_AT },
  contract: { changes: ['expand', 'contract'], texts: USE_NOTED_AT },
  failing: { changes: ['expand', 'contract', 'failing'], texts: USE_NOTED_AT },
};

/** Makes the folder of which docker builds the version, on top of the image `base`. */
export function writeVersion(dir: string, { changes, texts }: Version, base: string): void {
  const dist = path.join(dir, 'dist');
  rmSync(dir, { recursive: true, force: true });
  cpSync(changesFrom, path.join(dist, 'changes'), { recursive: true });
  const added = serviceNames.map((name) => addedMigrations(`apps/${name}/src/migrations/index.js`, changes));
  for (const [file, anchor, text] of [...texts, ...added]) {
    cpSync(path.join(root, 'dist', file), path.join(dist, file));
    replaceOnce(dist, file, anchor, text);
  }
  writeFileSync(path.join(dir, 'Dockerfile'), `FROM ${base}\nCOPY dist dist\n`);
}

function addedMigrations(file: string, changes: string[]): Replacement {
  const spread = changes.map((change) => `,\n    ...${change}`).join('');
  const imports = changes.map(
    (change) => `import { migrations as ${change} } from '../../../../changes/${change}.ts';\n`,
  );
  return [file, '\n];', `${spread}\n];\n${imports.join('')}`];
}
