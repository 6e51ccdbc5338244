import { readFileSync } from 'node:fs';
import { pagesOfAllServices } from '../../deploy/local/docs/pages.ts';

const pages = await pagesOfAllServices((file: string) => import(/* @vite-ignore */ `../../apps/${file}`));

it.each(Object.entries(pages))('docs/%s is current: `npm run docs` writes it', (name, text) => {
  expect(readFileSync(`docs/${name}`, 'utf8')).toBe(text);
});

describe('the codes of problems', () => {
  const rows = [...pages['problems.md']!.matchAll(/^\| `([^`]+)` \| (\d+) \| (.+) \| (.+) \| (.+) \|$/gm)];

  it('have one status each, in whichever list they stand', () => {
    const statuses = new Map<string, string>();
    for (const [, code, status] of rows) {
      expect([code, status]).toEqual([code, statuses.get(code!) ?? status]);
      statuses.set(code!, status!);
    }
    expect(statuses.size).toBeGreaterThan(60);
  });

  it('say what to do, in a sentence', () => {
    for (const [, code, , title, detail, remedy] of rows) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).toMatch(/[\u4e00-\u9fff]/);
      for (const sentence of [detail, remedy])
        expect(sentence).toMatch(/^(employerUscc|checkedInOn|`|[A-Z]).*\.$/);
    }
  });
});
