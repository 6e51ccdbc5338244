// Writes src/region-history.ts from result.csv of https://github.com/yescallop/areacodes (CC0 1.0):
//   node libs/national-codes/write-region-history.mjs <result.csv> <commit>
import { readFileSync, writeFileSync } from 'node:fs';

const [, , csv, commit] = process.argv;
const rows = readFileSync(csv, 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(','))
  .map(([code, , , name, , , from, until]) => ({ code, name, from, until }))
  .sort((a, b) => a.code.localeCompare(b.code) || Number(a.from) - Number(b.from));

/** The file cuts a span where the land of a code changed; here only its name counts. */
const regions = new Map();
for (const { code, name, from, until } of rows) {
  const spans = regions.get(code) ?? [];
  const last = spans.at(-1);
  if (last?.name === name && last.until === from) last.until = until;
  else spans.push({ name, from, until });
  regions.set(code, spans);
}

const lines = [...regions].map(
  ([code, spans]) => `${code} ${spans.map(({ name, from, until }) => `${name} ${from}-${until}`).join(' ')}`,
);
writeFileSync(
  new URL('src/region-history.ts', import.meta.url),
  `/**
 * Codes of GB/T 2260 at county level and above since 1981, with the names they had: \`code name from-until\`, the year
 * \`until\` no longer included, a name still in use without it. Changes count from the year in which they happened.
 * Written by write-region-history.mjs from github.com/yescallop/areacodes, CC0 1.0,
 * commit ${commit}.
 */
export const REGION_HISTORY = \`
${lines.join('\n')}
\`;
`,
);
