import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings } from '../../libs/runtime/src/settings.js';
import { TopicSealer } from '#security';

const dir = mkdtempSync(path.join(tmpdir(), 'jiangtu-secrets-'));
const [sql, secrets] = ['secrets.sql', 'secrets.json'].map((name) => path.join(dir, name)) as [
  string,
  string,
];
const given = ['--postgres', 'postgres.data:5432', '--redis', 'redis://redis.data:6379', '--sql', sql];
const made = (args: string[]) => ['deploy/make-secrets.mjs', ...given, ...args];

const elsewhere = { KAFKA_BROKERS: 'kafka:9092', OIDC_ISSUER: 'https://login.example.org' };
let settings: Record<string, ReturnType<typeof readSettings>>;
beforeAll(() => {
  execFileSync(process.execPath, made(['--secrets', secrets, '--parameters', 'sslmode=require']));
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
  it('are what each service takes, with the passwords that the SQL gives the roles', () => {
    expect(Object.keys(settings)).toHaveLength(5);
    const { username, password, search } = new URL(settings['jiangtu-student-records']!.DATABASE_URL);
    expect(readFileSync(sql, 'utf8')).toContain(`create role ${username} login password '${password}';`);
    expect(search).toBe('?sslmode=require');
  });

  it('let who reads a topic open what its owner has sealed, and nobody else', () => {
    const sealed = by('certificates').seal('certificates.lookup.v1', { name: '王小明' });
    const openedBy = (name: string) => by(name).open('certificates.lookup.v1', sealed);
    expect(openedBy('certificate-lookup')).toEqual({ name: '王小明' });
    expect(() => openedBy('employment')).toThrow('certificates.lookup.v1');
  });

  it('are never written over others, which may be in use', () => {
    const again = spawnSync(process.execPath, made(['--secrets', secrets]), { encoding: 'utf8' });
    expect(again.stderr).toContain(`There is a file ${secrets} already`);
    expect(again.status).toBe(1);
  });
});
