import type { ProblemKind, ProblemList } from './problem.js';

/**
 * The page of every code that can be answered, in Markdown; docs/problems.md is made of it.
 * @param lists by the name of their section
 */
export function problemsPage(lists: Record<string, ProblemList>): string {
  return [
    '# Problems',
    '',
    'Made by `npm run docs` from the lists in the code (`declareProblems`). A refusal is `application/problem+json`',
    '(RFC 9457). Decide on `code`: it is stable and has one status. `title` is Chinese, for the person at the screen;',
    '`detail` is English and may say more than stands here. The OpenAPI of a service (`/openapi.json`) says which route',
    'answers which of them, each with an example.',
    '',
    'A batch is not refused because of one item: it answers 200 and tells the others in `refused`, by the same codes,',
    'which then have no status of their own.',
    '',
    ...Object.entries(lists).flatMap(([name, list]) => section(name, Object.values(list))),
  ].join('\n');
}

function section(name: string, kinds: ProblemKind[]): string[] {
  const sorted = kinds.toSorted((a, b) => a.status - b.status || a.code.localeCompare(b.code, 'en'));
  return [
    `## ${name}`,
    '',
    '| Code | Status | Title | Detail | What to do |',
    '|---|---|---|---|---|',
    ...sorted.map(
      ({ code, status, title, detail, remedy }) =>
        `| \`${code}\` | ${status} | ${title} | ${detail} | ${remedy} |`,
    ),
    '',
  ];
}
