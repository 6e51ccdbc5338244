import { existsSync, readFileSync } from 'node:fs';
import { ofKind, renderings, type Resource } from './rendered.js';

const monitored = [...renderings].filter(([name]) => name.includes('monitoring=on'));
const alertsOf = (resources: readonly Resource[]): Resource[] =>
  ofKind(resources, 'PrometheusRule').flatMap(({ spec }) =>
    spec.groups.flatMap(({ rules }: Resource) => rules.filter(({ alert }: Resource) => alert)),
  );
const alerts = alertsOf(monitored[0]![1]);
const page = existsSync('deploy/README.md') ? readFileSync('deploy/README.md', 'utf8') : '';

describe('An alert', () => {
  it('is in every installation that is monitored', () => {
    expect(alerts.length).toBeGreaterThan(5);
    for (const [, resources] of monitored) expect(alertsOf(resources)).toEqual(alerts);
  });

  it('has a line in deploy/README.md that says what to do', () => {
    expect(alerts.map(({ alert }) => alert).filter((name) => !page.includes(name))).toEqual([]);
  });

  it('leads there', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));
    const astray = alerts
      .map(({ annotations }) => String(annotations?.runbook_url ?? 'none'))
      .filter((url) => !url.includes('deploy/README.md#') || !headings.includes(url.split('#')[1]!));
    expect(astray).toEqual([]);
  });

  it('leads to another page where one is given', () => {
    const urls = alertsOf(renderings.get('addresses with ports of their own')!).map(
      ({ annotations }) => annotations.runbook_url as string,
    );
    const pages = urls.map((url) => url.split('#')[0]);
    expect([...new Set(pages)]).toEqual(['https://wiki.example.org/jiangtu']);
  });

  it('says how soon somebody has to look', () => {
    const severities = new Set(alerts.map(({ labels }) => String(labels?.severity)));
    expect([...severities].sort()).toEqual(['page', 'ticket']);
  });
});

/** As GitHub names a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
