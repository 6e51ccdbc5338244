import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../local/paths.mjs';
import { replaceOnce } from '../faults/replace-once.mjs';

const MIGRATIONS = 'libs/database/src/data-source.js';
const USE_NOTED_AT = [
  ['libs/messaging/src/inbox.js', 'inbox (event_id) select distinct id from', 'inbox (event_id, noted_at) select distinct id, now() from'], // prettier-ignore
  ['libs/messaging/src/prune-inbox.js', 'handled_at <', 'noted_at <'],
];

/**
 * Later versions of the system, each made of the build by replacing compiled text and adding migrations to all services:
 * `expand` adds a column to the inbox, a table that every event goes through, and its code uses that one; `contract`
 * drops the old one; `failing` has a migration that fails.
 */
export const versions = {
  expand: { changes: ['expand'], texts: USE_NOTED_AT },
  contract: { changes: ['expand', 'contract'], texts: USE_NOTED_AT },
  failing: { changes: ['expand', 'contract', 'failing'], texts: USE_NOTED_AT },
};

/** Makes the folder of which docker builds the version, on top of the image `base`. */
export function writeVersion(dir, { changes, texts }, base) {
  rmSync(dir, { recursive: true, force: true });
  const dist = path.join(dir, 'dist');
  for (const [file] of [[MIGRATIONS], ...texts]) cpSync(path.join(root, 'dist', file), path.join(dist, file));
  for (const text of texts) replaceOnce(dist, ...text);
  addMigrations(dist, changes);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'Dockerfile'), `FROM ${base}\nCOPY dist dist\n`);
}

function addMigrations(dist, changes) {
  const from = path.join(root, 'test/cluster/changes');
  cpSync(from, path.join(dist, 'libs/database/src/changes'), { recursive: true });
  const imports = changes.map(
    (change) => `import { migrations as ${change} } from './changes/${change}.mjs';\n`,
  );
  const anchor = 'createMigrationSource(ownerUrl, migrations)';
  const added = changes.map((change) => `...${change}`).join(', ');
  replaceOnce(dist, MIGRATIONS, anchor, `createMigrationSource(ownerUrl, [...migrations, ${added}])`);
  replaceOnce(dist, MIGRATIONS, "import pg from 'pg';", `${imports.join('')}import pg from 'pg';`);
}
