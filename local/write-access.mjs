// `npm run docs`: writes docs/access.md from the services' modules of the last build.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { accessPage } from '#security';
import { services } from './service-list.mjs';

const modules = {};
for (const { name } of services)
  ({ AppModule: modules[name] } = await import(`../dist/apps/${name}/src/app.module.js`));
writeFileSync('docs/access.md', accessPage(modules));
