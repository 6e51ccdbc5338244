/** The figures as a person reads them, Markdown. The plans are in the JSON. */
export function inWords({ machine, rows, tables, fillSeconds, verification, taking, upkeep, loadAfter }) {
  return [
    `${machine.when}; ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGb} GB; load ${load(machine.loadBefore)} before, ${load(loadAfter)} after; ${rows} certificates`,
    '',
    '| table | rows | GB | indexes |',
    '|---|---|---|---|',
    ...tables.map(
      ({ name, rows: held, heap, indexes }) =>
        `| ${name} | ${held} | ${gigabytes(heap)} | ${Object.entries(indexes)
          .map(([index, bytes]) => `${index} ${gigabytes(bytes)}`)
          .join(', ')} |`,
    ),
    '',
    `seconds to fill: ${pairs(fillSeconds)}`,
    `upkeep, seconds: ${pairs(upkeep)}`,
    '',
    '| verification | kind | p50 | p95 | p99 | max ms |',
    '|---|---|---|---|---|---|',
    ...Object.entries(verification).flatMap(([name, { perSecond, ms }]) =>
      Object.entries(ms).map(
        ([kind, { p50, p95, p99, max }]) =>
          `| ${name}, ${perSecond}/s | ${kind} | ${p50} | ${p95} | ${p99} | ${max} |`,
      ),
    ),
    '',
    '| in the database | of | p50 | p95 | p99 ms | blocks in memory, read |',
    '|---|---|---|---|---|---|',
    ...Object.entries(verification).flatMap(([name, { database = {} }]) =>
      Object.entries(database).map(
        ([found, { ms, blocksInMemory, blocksRead }]) =>
          `| ${name} | ${found} | ${ms.p50} | ${ms.p95} | ${ms.p99} | ${blocksInMemory}, ${blocksRead} |`,
      ),
    ),
    `CPU of one, ms: ${pairs(verification['as fast as it goes'].cpuMsEach)}`,
    '',
    ...Object.entries(taking).map(
      ([name, each]) => `${name}: ${each.perSecond}/s, CPU of one, ms: ${pairs(each.cpuMsEach)}`,
    ),
  ].join('\n');
}

const load = (loads) => loads.map((each) => each.toFixed(1)).join(' ');
const gigabytes = (bytes) => (bytes / 1e9).toFixed(2);
const pairs = (object) => Object.entries(object).map((pair) => pair.join(' ')).join(', '); // prettier-ignore
