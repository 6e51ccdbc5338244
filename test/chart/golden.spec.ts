import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { nameOf, renderings, type Resource } from './rendered.js';

const file = 'test/chart/golden/default.yaml';

/** What changes with every version, and says nothing. */
const withoutVersions = (text: string) =>
  text
    .replaceAll(/(helm\.sh\/chart: jiangtu)-\S+/g, '$1-VERSION')
    .replaceAll(/(app\.kubernetes\.io\/version): .+/g, '$1: VERSION')
    .replaceAll(/(image: jiangtu-service):.+/g, '$1:VERSION');

const inOrder = (resources: readonly Resource[]) =>
  [...resources].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

/** `UPDATE_GOLDEN=1 npm test -- test/chart` writes it anew; then `git diff` shows what a change does to an installation. */
it('the chart without any choices renders what test/chart/golden/default.yaml holds', () => {
  const documents = inOrder(renderings.get('default')!).map((each) =>
    stringify(each, { sortMapEntries: true }),
  );
  const now = withoutVersions(documents.join('---\n'));
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync('test/chart/golden', { recursive: true });
    writeFileSync(file, now);
  }
  expect(now).toBe(readFileSync(file, 'utf8'));
});
