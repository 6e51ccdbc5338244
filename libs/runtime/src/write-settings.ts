import { mkdirSync, writeFileSync } from 'node:fs';
import { settingsPage } from './settings-page.js';

/** `npm run docs`: writes docs/settings.md. */
mkdirSync('docs', { recursive: true });
writeFileSync('docs/settings.md', settingsPage());
