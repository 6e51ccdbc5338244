import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'docs';
const page = readFileSync(path.join(FOLDER, 'security.md'), 'utf8');
const requirements = readFileSync('test/docs/asvs-5.0.0.txt', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('V'))
  .flatMap((line) => line.split(': ')[1]!.split(' '))
  .map((number) => `V${number}`);

const GAPS = 'What does not hold yet';
const DOES_NOT_APPLY = 'Does not apply:';

interface Row {
  /** the heading that it stands under */
  readonly heading: string;
  /** requirements, or a section or chapter of them */
  readonly ids: string[];
  readonly answer: string;
  readonly shownBy: string;
}

const rows: Row[] = page.split(/^## /m).flatMap((part) => {
  const heading = part.split('\n')[0]!;
  return [...part.matchAll(/^\| (V\d[\dV., ]*?) +\| (.+?) +\| (.*?) *\|$/gm)].map(
    ([, ids, answer, shownBy]) => ({ heading, ids: ids!.split(', '), answer: answer!, shownBy: shownBy! }),
  );
});
const covers = (id: string, requirement: string) => id === requirement || requirement.startsWith(`${id}.`);

describe('docs/security.md', () => {
  it('answers each requirement of levels 1 and 2 of ASVS 5.0.0 once: shown, not applicable, or a gap', () => {
    const ids = rows.flatMap((row) => row.ids);
    const answers = requirements.map((each) => [each, ids.filter((id) => covers(id, each)).length]);
    expect(answers.filter(([, count]) => count !== 1)).toEqual([]);
    expect(requirements).toHaveLength(253);
  });

  it('names no requirement, section or chapter that ASVS has not at these levels, nor in another chapter', () => {
    for (const { heading, ids } of rows)
      for (const id of ids) {
        expect([id, requirements.some((each) => covers(id, each))]).toEqual([id, true]);
        const chapter = heading === GAPS ? id.split('.')[0] : heading.split(' ')[0];
        expect(id.split('.')[0]).toBe(chapter);
      }
  });

  it('passes over a whole section or chapter only where it says why it does not apply', () => {
    const whole = rows.filter(({ ids }) => ids.some((id) => !requirements.includes(id)));
    expect(whole.filter(({ answer }) => !answer.startsWith(DOES_NOT_APPLY))).toEqual([]);
  });

  it('shows whatever it says holds', () => {
    const held = rows.filter(({ heading, answer }) => heading !== GAPS && !answer.startsWith(DOES_NOT_APPLY));
    expect(held.filter(({ shownBy }) => !/\]\[[\w-]+\]|\]\(/.test(shownBy))).toEqual([]);
    expect(rows.filter(({ heading, shownBy }) => heading === GAPS && shownBy === '')).toEqual([]);
  });
});

const files = new Map([...page.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)].map(([, label, to]) => [label!, to!]));
const citations = [...page.matchAll(/\[([^[\]]+)\]\[([\w-]+)\]/g)].map(([, text, label]) => ({
  text: text!,
  label: label!,
}));
const links = [...page.matchAll(/\]\((?!#|https:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) => to!);
const pathOf = (to: string) => path.normalize(path.join(FOLDER, to));

describe('what docs/security.md cites', () => {
  it('is there: every file, and a file for every citation', () => {
    const missing = [...files.values(), ...links].map(pathOf).filter((file) => !existsSync(file));
    expect(missing).toEqual([]);
    expect(citations.filter(({ label }) => !files.has(label))).toEqual([]);
    expect([...files.keys()].filter((known) => !citations.some(({ label }) => label === known))).toEqual([]);
  });

  it.each(citations.filter(({ label }) => files.has(label)))('$label holds: $text', ({ text, label }) => {
    const file = pathOf(files.get(label)!);
    const source = readFileSync(file, 'utf8');
    const isSpec = file.endsWith('.spec.ts');
    const missing = isSpec
      ? text.split(' › ').filter((title) => !isTitleIn(source, title))
      : namesIn(text, source);
    expect(missing).toEqual([]);
  });
});

/** A test, a group, or one of the cases of a test. */
function isTitleIn(source: string, title: string): boolean {
  const joined = source.replace(/([([])\s+/g, '$1');
  return ['(', '['].some((open) =>
    ["'", '"', '`'].some((quote) => joined.includes(`${open}${quote}${title}${quote},`)),
  );
}

/** What stands in backticks is in the file, as it stands there. @returns the names that are not */
function namesIn(text: string, source: string): string[] {
  const names = [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  return names.length === 0 ? [`no name in ${text}`] : names.filter((name) => !source.includes(name));
}
