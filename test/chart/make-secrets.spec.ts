import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings } from '../../libs/runtime/src/settings.js';
import { TopicSealer } from '#security';

const dir = mkdtempSync(path.join(tmpdir(), 'jiangtu-secrets-'));
const at = (name: string) => path.join(dir, name);
const [sql, secrets] = [at('secrets.sql'), at('secrets.json')];
const redis = ['--redis', 'redis://redis.data:6379'];
const server = [...redis, '--postgres', 'postgres.data:5432'];
const make = (...args: string[]) =>
  spawnSync(process.execPath, ['deploy/make-secrets.mjs', ...args], { encoding: 'utf8' });

const elsewhere = { KAFKA_BROKERS: 'kafka:9092', OIDC_ISSUER: 'https://login.example.org' };
let settings: Record<string, ReturnType<typeof readSettings>>;
beforeAll(() => {
  make(...server, '--sql', sql, '--secrets', secrets, '--parameters', 'sslmode=require');
  const { items } = JSON.parse(readFileSync(secrets, 'utf8'));
  settings = Object.fromEntries(
    items.map(({ metadata, stringData }: any) => [
      metadata.name,
      readSettings({ ...stringData, ...elsewhere }),
    ]),
  );
});

const by = (name: string) => new TopicSealer(settings[`jiangtu-${name}`]!);

describe('The secrets of an installation', () => {
  it('are what each service takes', () => {
    expect(Object.keys(settings)).toHaveLength(5);
    const { host, search } = new URL(settings['jiangtu-student-records']!.DATABASE_URL);
    expect([host, search]).toEqual(['postgres.data:5432', '?sslmode=require']);
  });

  it('are not in the SQL, which may be logged', () => {
    const statements = readFileSync(sql, 'utf8');
    for (const { DATABASE_URL, MIGRATION_DATABASE_URL } of Object.values(settings))
      for (const address of [DATABASE_URL, MIGRATION_DATABASE_URL!]) {
        const { username, password } = new URL(address);
        expect(statements).toContain(`create role ${username} login password 'SCRAM-SHA-256$`);
        expect(password.length).toBeGreaterThan(30);
        expect(statements).not.toContain(password);
      }
  });

  it('let who reads a topic open what its owner has sealed, and nobody else', () => {
    const sealed = by('certificates').seal('certificates.lookup.v1', { name: '王小明' });
    const openedBy = (name: string) => by(name).open('certificates.lookup.v1', sealed);
    expect(openedBy('certificate-lookup')).toEqual({ name: '王小明' });
    expect(() => openedBy('employment')).toThrow('certificates.lookup.v1');
  });
});

/** Files that are not there yet: none of them may be there afterwards. */
const [newSql, newSecrets] = [at('new.sql'), at('new.json')];

describe('Secrets are not made', () => {
  it.each([
    ['over others, which may be in use', [...server, '--sql', newSql, '--secrets', secrets], 'already'],
    ['beside SQL that may be in use', [...server, '--sql', sql, '--secrets', newSecrets], 'already'],
    ['into one file with the SQL', [...server, '--sql', newSql, '--secrets', newSql], 'give two'],
    ['into no folder', [...server, '--sql', at('none/a'), '--secrets', newSecrets], 'make it first'],
    ['without the server', [...redis, '--sql', newSql, '--secrets', newSecrets], '--postgres is not given'],
    [
      'for a server and for CloudNativePG',
      [...server, '--cloudnativepg', '--secrets', newSecrets],
      '--postgres is for a server of your own: leave it out',
    ],
  ])('%s', (_, args, says) => {
    const { stderr, status } = make(...args);
    expect(stderr).toContain(says);
    expect(status).toBe(1);
    expect([newSql, newSecrets].filter((file) => existsSync(file))).toEqual([]);
  });
});
