import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { services } from '../../deploy/local/service-list.mjs';
import { componentOf, containersOf, isService, podsOf, type PodTemplate } from './pods.js';
import { ofKind, renderings, type Resource } from './rendered.js';

const render = (name: string) => renderings.get(name)!;
const declared = render(
  'kafka=open topics=job database=cloudnativepg exposure=none monitoring=off autoscaling=off policies=on',
);
const restored = render('database=restored');
const [cluster] = ofKind(declared, 'Cluster');

/** What `make-secrets --cloudnativepg` makes, by name. */
function madeSecrets(): Map<string, Resource> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'jiangtu-secrets-')), 'secrets.json');
  const given = ['--cloudnativepg', '--redis', 'redis://redis:6379', '--secrets', file];
  spawnSync(process.execPath, ['deploy/make-secrets.mjs', ...given]);
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: Resource[] };
  return new Map(items.map((each) => [each.metadata.name, each]));
}

const variablesIn = (pods: PodTemplate[]): Resource[] =>
  pods.flatMap(containersOf).flatMap(({ env }) => env ?? []);
const variablesOf = (resources: readonly Resource[]) => variablesIn(podsOf(resources));
const addressesOf = (resources: readonly Resource[]) =>
  variablesOf(resources)
    .filter(({ name }) => name.endsWith('DATABASE_URL'))
    .map(({ value }) => new URL(value));

/** By pod: under which name it finds the CA of which Cluster. */
const authoritiesOf = (resources: readonly Resource[]) =>
  podsOf(resources).flatMap((pod) =>
    (pod.spec.volumes ?? [])
      .filter(({ name }: Resource) => name === 'database-ca')
      .flatMap(({ projected }: Resource) => projected.sources)
      .map(({ secret }: Resource) => `${componentOf(pod)}: ${secret.name} ${secret.items[0].path}`),
  );

describe('With CloudNativePG', () => {
  it('make-secrets makes every Secret that the pods read', () => {
    const made = madeSecrets();
    const references = variablesOf(declared).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
    const missing = references.filter(({ name, key }) => !(key in (made.get(name)?.stringData ?? {})));
    expect(missing).toEqual([]);
    const read = references.map(({ name }) => name as string);
    expect([...made.keys()].filter((name) => !read.includes(name))).toEqual([]);
    expect(made.size).toBe(3 * services.length);
  });

  it('each role gets the password of a Secret that is for it', () => {
    const made = madeSecrets();
    for (const { name, passwordSecret } of cluster!.spec.managed.roles) {
      const { type, stringData, metadata } = made.get(passwordSecret.name)!;
      expect([type, stringData.username]).toEqual(['kubernetes.io/basic-auth', name]);
      expect(metadata.labels).toEqual({ 'cnpg.io/reload': 'true' });
    }
    expect(cluster!.spec.managed.roles).toHaveLength(2 * services.length);
  });

  it('a migration has the password of the owner, and a service that of its own role', () => {
    const passwords = podsOf(declared).flatMap((pod) =>
      variablesIn([pod])
        .filter(({ name }) => name === 'PGPASSWORD')
        .map(
          ({ valueFrom }) =>
            `${isService(pod) ? componentOf(pod) : 'migrate'}: ${valueFrom.secretKeyRef.name}`,
        ),
    );
    expect(passwords.sort()).toEqual(
      services
        .flatMap(({ name }) => [
          `${name}: jiangtu-${name}-database`,
          `migrate: jiangtu-${name}-database-owner`,
        ])
        .sort(),
    );
  });

  it('only the roles of a database come in', () => {
    const rules: string[] = cluster!.spec.postgresql.pg_hba;
    const names = services.map(({ database }) => database);
    expect(rules).toEqual([
      ...names.map((each) => `hostssl ${each} +${each},+${each}_owner all scram-sha-256`),
      `host ${names.join(',')} all all reject`,
    ]);
  });

  it('a service and the migrations know the CA of the Cluster that they ask, and the topics job none', () => {
    const askers = ['migrate', ...services.map(({ name }) => name)];
    expect(new Set(authoritiesOf(declared))).toEqual(
      new Set(askers.map((name) => `${name}: jiangtu-postgres-ca jiangtu-postgres.crt`)),
    );
  });
});

describe('A database that was restored to another Cluster', () => {
  it('is asked there, by its service and its migration, and the others stay', () => {
    const places = addressesOf(restored).map(({ hostname, pathname }) => `${hostname}${pathname}`);
    expect([...new Set(places)].sort()).toEqual([
      'after-the-flood-rw/certificates',
      'jiangtu-postgres-rw/certificate_lookup',
      'jiangtu-postgres-rw/employment',
      'jiangtu-postgres-rw/enrolment',
      'jiangtu-postgres-rw/student_records',
    ]);
  });

  it('is known by the CA of that Cluster', () => {
    const [address] = addressesOf(restored).filter(({ hostname }) => hostname === 'after-the-flood-rw');
    expect(address!.searchParams.get('sslrootcert')).toBe('/database/after-the-flood.crt');
    const known = authoritiesOf(restored).filter((line) => /^(certificates|migrate|topics): /.test(line));
    expect(new Set(known)).toEqual(
      new Set([
        'certificates: after-the-flood-ca after-the-flood.crt',
        'migrate: after-the-flood-ca after-the-flood.crt',
        'migrate: jiangtu-postgres-ca jiangtu-postgres.crt',
      ]),
    );
  });

  it('changes nothing of the declared Cluster, which keeps the other databases', () => {
    const kinds = ['Cluster', 'Database'];
    expect(ofKind(restored, ...kinds)).toEqual(ofKind(declared, ...kinds));
  });
});
