/** The figures as a person reads them: Markdown, as docs/performance.md has it. */
export function inWords({ machine, idle, subjects, earlier, relay, path, against, ...rest }) {
  return [
    `${machine.when}, ${machine.commit}; ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}; load ${machine.loadBefore.join(' ')} before, ${rest.loadAfter?.join(' ') ?? '?'} after`,
    ...(subjects ? subjectsInWords(subjects, rest) : []),
    ...(against ? againstInWords(against) : []),
    ...(earlier ? earlierInWords(earlier, rest.ratioEarlier) : []),
    ...(idle ? idleInWords(idle) : []),
    ...(relay ? relayInWords(relay) : []),
    ...(path ? pathInWords(path) : []),
  ].join('\n');
}

function subjectsInWords(subjects, { ratio, ratioSameRows, ratioUnsealed }) {
  return [
    '',
    '| | graduates/s | of each round | CPU for one graduate: services, PostgreSQL, Kafka |',
    '|---|---|---|---|',
    ...Object.entries(subjects).map(
      ([name, { perSecond, rounds }]) =>
        `| ${name} | ${perSecond} | ${rounds.map((each) => each.perSecond).join(', ')} | ${rounds.map(cpuInWords).join('; ')} |`,
    ),
    '',
    `ratio ${ratio} to lean, ${ratioSameRows} to same-rows, ${ratioUnsealed} to lean-unsealed`,
    '',
    '| open loop | visible p50, p99 ms | case p50, p99 ms | CPU for one graduate |',
    '|---|---|---|---|',
    ...Object.entries(subjects)
      .filter(([, { latency }]) => latency)
      .map(([name, { latency }]) => `| ${name} at ${latency.perSecond}/s | ${latencyInWords(latency)} |`),
    '',
    ...perProcess(subjects.system),
  ];
}

function perProcess({ rounds, latency }) {
  const services = Object.keys(rounds[0].memory);
  return [
    '| process | CPU s, batches of 500 | CPU s, open loop | peak RSS MB |',
    '|---|---|---|---|',
    ...Object.keys(rounds[0].cpuSeconds).map(
      (name) =>
        `| ${name} | ${rounds.at(-1).cpuSeconds[name]} of ${rounds.at(-1).seconds} | ${latency ? `${latency.cpuSeconds[name]} of ${latency.seconds}` : ''} | ${services.includes(name) ? (latency ?? rounds.at(-1)).memory[name].peakMb : ''} |`,
    ),
  ];
}

/** Milliseconds of CPU. */
function cpuInWords({ cpuSeconds, graduates, memory }) {
  const each = (seconds) => ((seconds / graduates) * 1_000).toFixed(2);
  const services = Object.keys(memory).reduce((sum, name) => sum + cpuSeconds[name], 0);
  return `${each(services)} + ${each(cpuSeconds.postgres)} + ${each(cpuSeconds.kafka)} ms`;
}

const latencyInWords = (each) =>
  `${each.visibleAfterMs.p50}, ${each.visibleAfterMs.p99} | ${each.caseOpenAfterMs.p50}, ${each.caseOpenAfterMs.p99} | ${cpuInWords(each)}`;

function againstInWords(against) {
  return Object.entries(against).flatMap(([name, rounds]) =>
    rounds.map(
      ({ rate, latency }) =>
        `${name.padEnd(8)} ${rate.perSecond}/s (CPU ${cpuInWords(rate)}); at ${latency.perSecond}/s ${latencyInWords(latency)}`,
    ),
  );
}

function earlierInWords(earlier, ratio) {
  return [
    '',
    ...earlier.map(
      (each) =>
        `${each.earlier} earlier certificates${each.earlier < each.wanted ? ` (${each.wanted} did not fit into the time)` : ''}: ${each.perSecond} graduates/s (${each.rounds.map(cpuInWords).join('; ')})`,
    ),
    `ratio ${ratio}`,
  ];
}

function idleInWords(idle) {
  const rows = Object.entries(idle).map(
    ([name, { percentOfACore, mb }]) => `| ${name} | ${percentOfACore} % | ${mb} MB |`,
  );
  return ['', '| idle | of a core | RSS |', '|---|---|---|', ...rows];
}

function relayInWords(relay) {
  return [
    '',
    '| | rows/s | p50, p99 ms at 500 rows/s | CPU s for the rows | RSS MB |',
    '|---|---|---|---|---|',
    ...Object.entries(relay).map(
      ([name, { rowsPerSecond, latencyMs, cpuSeconds, memory }]) =>
        `| ${name} | ${rowsPerSecond} | ${latencyMs.p50}, ${latencyMs.p99} | ${Object.values(cpuSeconds)[0]} | ${memory.mb} |`,
    ),
  ];
}

const listed = (pairs) => pairs.map((pair) => pair.join(' ')).join(', ');

function pathInWords({ students, cpuSeconds, bytesEach: { databases, topics, wal } }) {
  const cpu = Object.entries(cpuSeconds).map(([name, spent]) => [
    name,
    ((spent / students) * 1_000).toFixed(2),
  ]);
  return [
    '',
    `Of one of ${students} students, from application to case:`,
    `- bytes in databases: ${listed(Object.entries(databases))}; of log: ${wal}`,
    `- bytes in topics: ${listed(Object.entries(topics))}`,
    `- CPU ms: ${listed(cpu)}`,
  ];
}
