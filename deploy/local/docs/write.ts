// `npm run docs`: writes the pages that need to know all services, from the last build.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { pagesOfAllServices } from './pages.ts';

const pages = await pagesOfAllServices((file: string) => import(`../../../dist/apps/${file}`));
for (const [name, text] of Object.entries(pages)) writeFileSync(`docs/${name}`, text);
