import { mkdirSync, writeFileSync } from 'node:fs';
import { topicsDocument } from './topics-document.js';

/** `npm run docs`: writes what the Helm chart makes topics and users of. */
mkdirSync('deploy/kubernetes/files', { recursive: true });
writeFileSync('deploy/kubernetes/files/topics.json', `${JSON.stringify(topicsDocument(), null, 2)}\n`);
