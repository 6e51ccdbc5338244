import { type Machine, machineInWords, markdown } from './command.ts';
import type { Latency, Rate } from './measure.ts';
import type { Results, Round } from './run.ts';
import { round } from './usage.ts';

/** Whatever else the machine does only takes away from a rate, so the best round says the most. */
const best = (rounds: Round[]) => Math.max(...rounds.map(({ rate }) => rate.perSecond));

/** The rate of the system by that of each other, and that with the most earlier certificates by that with the fewest. */
export function ratiosOf({ rate, earlier }: Results): Record<string, number> {
  const { system, ...others } = rate ?? {};
  const ratios = Object.entries(others).map(([name, rounds]) => [name, round(best(system!) / best(rounds))]);
  const ofEarlier = earlier && { earlier: round(best(earlier.at(-1)!.rounds) / best(earlier[0]!.rounds)) };
  return { ...Object.fromEntries(ratios), ...ofEarlier };
}

/** The figures as a person reads them: Markdown, as docs/performance.md has it. What each process took is in the JSON. */
export function inWords(machine: Machine, results: Results): string {
  const { rate = {}, earlier = [], idle, relay, path } = results;
  const measured = [
    ...Object.entries(rate),
    ...earlier.map(({ earlier: count, rounds }) => [`with ${count} earlier`, rounds] as const),
  ];
  const figures = ['', 'graduates/s', 'CPU for one: services, PostgreSQL, Kafka', 'visible p50, p99 ms', 'case p50, p99 ms']; // prettier-ignore
  return [
    machineInWords(machine),
    ...markdown(
      figures,
      measured.flatMap(([name, rounds]) => rounds.flatMap((each) => roundInWords(name, each))),
    ),
    ...(idle ? markdown(['idle', 'of a core', 'MB'], idle.map((each) => [each.name, `${each.percentOfACore} %`, each.mb])) : []), // prettier-ignore
    '',
    ...Object.entries({ ratios: ratiosOf(results), relay, path }).flatMap(([name, found]) =>
      found ? `${name}: ${JSON.stringify(found)}` : [],
    ),
  ].join('\n');
}

const roundInWords = (name: string, { rate, latency }: Round) => [
  [name, rate.perSecond, cpuInWords(rate)],
  ...(latency
    ? [[`${name}, open loop`, latency.perSecond, cpuInWords(latency), pair(latency.visibleAfterMs), pair(latency.caseOpenAfterMs)]] // prettier-ignore
    : []),
];

const pair = ({ p50, p99 }: { p50: number; p99: number }) => `${p50}, ${p99}`;

function cpuInWords({ cpuSeconds, graduates, memory }: Rate | Latency) {
  const each = (seconds = 0) => ((seconds / graduates) * 1_000).toFixed(2);
  const services = Object.keys(memory).reduce((sum, name) => sum + cpuSeconds[name]!, 0);
  return `${each(services)} + ${each(cpuSeconds.postgres)} + ${each(cpuSeconds.kafka)} ms`;
}
