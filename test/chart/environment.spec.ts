import { readFileSync } from 'node:fs';
import { services } from '../../libs/contracts/src/topics.js';
import { containersOf, isOurs, isService, podsOf } from './pods.js';
import { documents, nameOf, ofKind, renderings, type Resource } from './rendered.js';

/** docs/settings.md is written from the settings' schema, and holds what only the topics job reads as well. */
const page = readFileSync('docs/settings.md', 'utf8');
const settings = new Map(
  [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (.+?) \|/gm)].map(([, name, unset]) => [name!, unset!]),
);
const inPods = podsOf(documents).filter(isOurs).flatMap(containersOf);
const containers = inPods.filter(({ name }) => name !== 'provision');

/** Of Node itself, before anything of ours runs; where the driver of PostgreSQL finds the password for an address without. */
const OF_OTHERS = ['NODE_EXTRA_CA_CERTS', 'PGPASSWORD'];

/** A variable that another one of its container is put together from. */
const isPart = (name: string, { env }: Resource) =>
  (env as Resource[]).some(({ value }) => value?.includes(`$(${name})`));

describe('The environment of a container', () => {
  it('holds settings that there are', () => {
    const unknown = containers.flatMap((container) =>
      (container.env as Resource[])
        .map(({ name }) => name as string)
        .filter((name) => !settings.has(name) && !OF_OTHERS.includes(name) && !isPart(name, container)),
    );
    expect(settings.size).toBeGreaterThan(20);
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('says the version of the image beside what else is said of the process', () => {
    const said = podsOf(renderings.get('everything named, topics=job')!)
      .flatMap(containersOf)
      .flatMap(({ env }) => env as Resource[])
      .filter(({ name }) => name === 'OTEL_RESOURCE_ATTRIBUTES');
    expect([...new Set(said.map(({ value }) => value as string))].sort()).toEqual([
      'service.version=sha-1,site=north',
      'service.version=sha-2,site=north',
    ]);
  });

  it('defines a variable before the one that is put together from it, as Kubernetes wants it', () => {
    for (const { env } of inPods)
      (env as Resource[]).forEach(({ value }, index) => {
        for (const [, part] of (value ?? '').matchAll(/\$\((\w+)\)/g))
          expect((env as Resource[]).slice(0, index).map(({ name }) => name)).toContain(part);
      });
  });

  it('holds every setting that a service does not start without', () => {
    const required = [...settings].filter(([, unset]) => unset === 'required').map(([name]) => name);
    for (const pod of podsOf(documents).filter(isService))
      expect(pod.spec.containers[0].env.map(({ name }: Resource) => name)).toEqual(
        expect.arrayContaining(required),
      );
    expect(required).toContain('SEALING_KEYS');
  });

  it('takes what is secret out of Secrets', () => {
    const plain = containers.flatMap(({ env }) =>
      (env as Resource[]).filter(
        ({ name, value }) => value !== undefined && /PASSWORD|KEYS|ACCESS_KEY|REDIS_URL/.test(name),
      ),
    );
    expect(plain).toEqual([]);
    for (const { env } of containers)
      for (const { name, value } of env as Resource[])
        if (value && /DATABASE_URL/.test(name)) expect(new URL(value).password).toBe('');
  });
});

/** Of the trials, or of all others. */
const made = (isTrial: boolean) =>
  [...renderings].flatMap(([name, resources]) =>
    /^(upgrade: )?trial/.test(name) === isTrial ? ofKind(resources, 'Secret').map(nameOf) : [],
  );

describe('Secrets', () => {
  it('come from outside, and only a trial makes its own', () => {
    expect(made(false)).toEqual([]);
    expect([...new Set(made(true))]).toEqual(
      expect.arrayContaining(services.map((service) => `Secret jiangtu-${service}`)),
    );
  });
});
