import { type Cell, table } from '../../deploy/local/cohort/table.ts';
import type { Result } from './play.ts';

const HEAD = ['scenario', 'seconds', 'requests', 'failed', 'p99 ms', 'events', 'lost', 'doubled', 'findings'];

/** Of all scenarios: a row each, with figures before / during / after; then what was said, and what was found. */
export function resultInWords(results: Omit<Result, 'broken'>[]): string {
  return [
    ...table([HEAD, ...results.map(rowOf)]),
    '',
    ...results.flatMap(({ name, said, findings }) => [
      ...said.map((sentence) => `${name}: ${sentence}`),
      ...findings.map((finding) => `${name}: FOUND ${finding}`),
    ]),
  ].join('\n');
}

function rowOf({ name, seconds, phases, events, lost, doubled, findings }: Omit<Result, 'broken'>): Cell[] {
  const of = (figure: 'requests' | 'failed' | 'p99') => phases.map((phase) => phase[figure]).join(' / ');
  return [name, seconds, of('requests'), of('failed'), of('p99'), events, lost, doubled, findings.length];
}
