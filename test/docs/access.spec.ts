import { readFileSync } from 'node:fs';
import { services } from '#contracts';
import { accessPage } from '#security';

const modules = Object.fromEntries(
  await Promise.all(
    services.map(async (name) => [name, (await import(`../../apps/${name}/src/app.module.js`)).AppModule]),
  ),
);

it('docs/access.md is current: `npm run docs` writes it', () => {
  expect(readFileSync('docs/access.md', 'utf8')).toBe(accessPage(modules));
});
