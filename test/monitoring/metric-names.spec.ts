import { readFileSync } from 'node:fs';
import type { ServiceName } from '#contracts';
import { eventually, startTestService, type TestService } from '#testing';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { metricsIn } from './promql.js';

const FOLDER = 'deploy/kubernetes/files';
/** What Prometheus and the ServiceMonitor put on every series, and the bounds of a histogram. */
const TARGET_LABELS = ['namespace', 'pod', 'app_kubernetes_io_component', 'le'];

const alerts = readFileSync(`${FOLDER}/alerts.yaml`, 'utf8');
const runbook = readFileSync('deploy/README.md', 'utf8');
const dashboard = JSON.parse(readFileSync(`${FOLDER}/dashboard.json`, 'utf8'));
const recorded = [...alerts.matchAll(/- record: (\S+)/g)].map(([, name]) => name!);
const named = [...alerts.matchAll(/- alert: (\S+)/g)].map(([, name]) => name!);
/** A block below `expr:`, or the rest of its line. */
const alertExpressions = [...alerts.matchAll(/^( +)expr: (?:\|-\n((?:\1 +.*\n|\n)+)|(.+))/gm)].map(
  ([, , block, line]) => block ?? line!,
);
const panels: { targets?: { expr: string }[] }[] = dashboard.panels;
const variables: { type: string; definition?: string }[] = dashboard.templating.list;
const dashboardExpressions = [
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...variables.flatMap(({ definition }) => /label_values\((.+), \w+\)/.exec(definition ?? '')?.[1] ?? []),
];

let running: TestService[] = [];
/** A page goes without what could not be collected in time: the names of several are looked for. */
let page = '';
beforeAll(async () => {
  running = await Promise.all(serviceNames.map(started));
}, 240_000);
afterAll(() => Promise.all(running.map((service) => service.close())));

async function started(name: ServiceName): Promise<TestService> {
  const { AppModule: module } = await import(/* @vite-ignore */ `../../apps/${name}/src/app.module.js`);
  const { migrations } = await import(/* @vite-ignore */ `../../apps/${name}/src/migrations/index.js`);
  return startTestService({ name, module, migrations });
}

async function lookAgain(): Promise<void> {
  const pages = running.map(async ({ url }) => (await fetch(`${url}/metrics`)).text());
  page += (await Promise.all(pages)).join('\n');
}

/** Names of series: of a histogram those that it is made of. */
function namesOnPage(): Set<string> {
  const types = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name, type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name! + suffix) : [name!],
    ),
  );
}

/** Of the series that are there; a counter that has counted nothing has none yet. */
function labelsOf(metric: string): Set<string> | undefined {
  const series = [...page.matchAll(new RegExp(`^${metric}\\{(.*)\\} `, 'gm'))];
  if (series.length === 0) return undefined;
  return new Set(
    series.flatMap(([, labels]) => [...labels!.matchAll(/(\w+)="/g)].map(([, label]) => label!)),
  );
}

describe.each([
  ['alerts.yaml', alertExpressions],
  ['dashboard.json', dashboardExpressions],
])('%s', (_, expressions) => {
  const asked = expressions.flatMap(metricsIn);

  it('asks only for what the running services show', async () => {
    expect(asked.length).toBeGreaterThan(30);
    const wanted = new Set(asked.map(({ metric }) => metric));
    await eventually('every series on a page', async () => {
      await lookAgain();
      const known = namesOnPage();
      expect(
        [...wanted].filter((name) => !known.has(name) && !recorded.includes(name) && name !== 'up'),
      ).toEqual([]);
    });
  });

  it('selects only by labels that there are', () => {
    const wrong = asked.flatMap(({ metric, labels }) => {
      const known = labelsOf(metric);
      if (!known) return [];
      return labels
        .filter((label) => !known.has(label) && !TARGET_LABELS.includes(label))
        .map((label) => [metric, label]);
    });
    expect(wrong).toEqual([]);
  });
});

describe('Every alarm', () => {
  it('has a section that says what to do', () => {
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !runbook.includes(`\n### ${name}\n`))).toEqual([]);
    const links = [...alerts.matchAll(/runbook_url: (\S+)/g)].map(([, url]) => url);
    expect(links).toEqual(named.map((name) => `deploy/README.md#${name.toLowerCase()}`));
  });
});
