import { nameOf, ofKind, renderings, type Resource } from './rendered.js';

const hookOf = ({ metadata }: Resource): string => metadata.annotations?.['helm.sh/hook'] ?? '';
const installs = [...renderings].filter(([name]) => !name.startsWith('upgrade: '));
const upgrades = [...renderings].filter(([name]) => name.startsWith('upgrade: '));
const kindsNamed = (resources: readonly Resource[], ...kinds: string[]) =>
  ofKind(resources, ...kinds).map(({ metadata }) => metadata.name as string);

/** What comes with the release and a pod of it cannot start or work without. */
function missingBefore(job: Resource, resources: readonly Resource[]): string[] {
  const { containers, initContainers = [] } = job.spec.template.spec;
  const env: Resource[] = [...containers, ...initContainers].flatMap((each: Resource) => each.env ?? []);
  const secrets = kindsNamed(resources, 'Secret').filter((name) =>
    env.some(({ valueFrom }) => valueFrom?.secretKeyRef.name === name),
  );
  const servers = kindsNamed(resources, 'Cluster', 'StatefulSet').filter((name) =>
    env.some(({ value }) => value?.includes(`${name}-rw:`) || value?.includes(`${name}:`)),
  );
  return [...secrets, ...servers];
}

describe('A job of an install', () => {
  it('is not waited for before the servers and Secrets that come with it', () => {
    const stuck = installs.flatMap(([name, resources]) =>
      ofKind(resources, 'Job')
        .filter((job) => hookOf(job).includes('pre-install'))
        .flatMap((job) =>
          missingBefore(job, resources).map((missing) => `${nameOf(job)} waits for ${missing} in ${name}`),
        ),
    );
    expect(stuck).toEqual([]);
    const [, trial] = installs.find(([name]) => name.startsWith('trial=on'))!;
    expect(ofKind(trial, 'Job').flatMap((job) => missingBefore(job, trial))).toContain('jiangtu-postgres');
  });
});

describe('A job of an upgrade', () => {
  it('is through before the new pods begin', () => {
    for (const [, resources] of upgrades)
      for (const job of ofKind(resources, 'Job'))
        expect([nameOf(job), hookOf(job)]).toEqual([nameOf(job), 'pre-install,pre-upgrade']);
  });

  it('sets the topics up before it migrates', () => {
    for (const [name, resources] of upgrades) {
      const weight = (part: string) =>
        ofKind(resources, 'Job')
          .filter((job) => nameOf(job).includes(part))
          .map(({ metadata }) => Number(metadata.annotations['helm.sh/hook-weight']))[0];
      expect(weight('migrate')).toBe(0);
      if (!/topics=(strimzi|none)/.test(name)) expect(weight('topics')).toBeLessThan(0);
    }
  });
});

// The names of Jobs hold the revision.
const namesOf = (which: typeof installs, isHook: boolean) =>
  new Set(
    which.flatMap(([, resources]) =>
      resources
        .filter((resource) => resource.kind !== 'Job' && (hookOf(resource) !== '') === isHook)
        .map(nameOf),
    ),
  );

describe('What hooks leave behind when a release is uninstalled', () => {
  it('is in the way of no install, since helm takes over nothing that it has not made', () => {
    const left = namesOf(upgrades, true);
    expect(left).toContain('NetworkPolicy jiangtu-migrate');
    expect([...left].filter((name) => namesOf(installs, false).has(name))).toEqual([]);
  });
});
