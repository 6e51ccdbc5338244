import { table } from '../../deploy/local/cohort/table.mjs';

const HEAD = ['scenario', 'seconds', 'requests', 'failed', 'p99 ms', 'events', 'lost', 'doubled', 'findings'];

/** Of all scenarios: a row each, with figures before / during / after; then what was said, and what was found. */
export function resultInWords(results) {
  return [
    ...table([HEAD, ...results.map(rowOf)]),
    '',
    ...results.flatMap(({ name, said, findings }) => [
      ...said.map((sentence) => `${name}: ${sentence}`),
      ...findings.map((finding) => `${name}: FOUND ${finding}`),
    ]),
  ].join('\n');
}

function rowOf({ name, seconds, phases, events, lost, doubled, findings }) {
  const of = (figure) => phases.map((phase) => phase[figure]).join(' / ');
  return [name, seconds, of('requests'), of('failed'), of('p99'), events, lost, doubled, findings.length];
}
