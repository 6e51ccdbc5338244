import { mkdirSync, writeFileSync } from 'node:fs';
import { settingsSchema } from './settings.js';
import { settingsPage } from './settings-page.js';

/** `npm run docs`: writes docs/settings.md, and the names that the Helm chart takes as settings. */
mkdirSync('docs', { recursive: true });
writeFileSync('docs/settings.md', settingsPage());
mkdirSync('deploy/kubernetes/files', { recursive: true });
writeFileSync(
  'deploy/kubernetes/files/settings.json',
  `${JSON.stringify(Object.keys(settingsSchema.shape), null, 2)}\n`,
);
