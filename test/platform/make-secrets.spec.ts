import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresAt } from '../../deploy/local/platform/postgres-address.ts';
import { provisionDatabase } from '../../deploy/local/platform/provision.ts';
import { testPlatform, withClient } from '#testing';

const postgres = postgresAt(testPlatform().postgresUrl);
const unique = randomBytes(4).toString('hex');
const [ours, theirs] = [`made_${unique}`, `provisioned_${unique}`];

const as = (url: string, ...statements: string[]) =>
  withClient(url, async (client) => {
    let rows: unknown[] = [];
    for (const sql of statements) ({ rows } = await client.query(sql));
    return rows;
  });
const asSuperuser = (...statements: string[]) => as(testPlatform().postgresUrl, ...statements);

/** The database of employment, under a name that no other spec takes. */
function madeFor(name: string) {
  const dir = mkdtempSync(path.join(tmpdir(), 'jiangtu-secrets-'));
  const [sql, secrets] = [path.join(dir, 'a.sql'), path.join(dir, 'a.json')];
  const given = ['--postgres', `${postgres.host}:${postgres.port}`, '--redis', 'redis://redis:6379'];
  spawnSync(process.execPath, ['deploy/make-secrets.mjs', ...given, '--sql', sql, '--secrets', secrets]);
  const renamed = (text: string) => text.replaceAll(/\bemployment(?=_owner|\b)/g, name);
  const { items } = JSON.parse(readFileSync(secrets, 'utf8'));
  const { stringData } = items.find(({ metadata }: any) => metadata.name === 'jiangtu-employment');
  return {
    statements: readFileSync(sql, 'utf8').split('\n').filter((line) => line.includes('employment')).map(renamed), // prettier-ignore
    url: renamed(stringData.DATABASE_URL),
    ownerUrl: renamed(stringData.MIGRATION_DATABASE_URL),
  };
}

const rightsOf = async (name: string) => {
  const rows = await asSuperuser(
    `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolinherit,
            left(rolpassword, 19) as verifier
       from pg_authid where rolname in ('${name}', '${name}_owner')
      union all
     select datname, datallowconn, false, false, false, false, false, false,
            concat_ws(' ', pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datacl)
       from pg_database where datname = '${name}' order by 1, 9`,
  );
  return JSON.parse(JSON.stringify(rows).replaceAll(name, 'NAME'));
};

afterEach(() =>
  asSuperuser(
    ...[ours, theirs].flatMap((name) => [
      `drop database if exists ${name} with (force)`,
      `drop role if exists ${name}`,
      `drop role if exists ${name}_owner`,
    ]),
  ),
);

describe('The SQL of make-secrets', () => {
  it('lets both roles in by the passwords of the Secrets, and by no other', async () => {
    const { statements, url, ownerUrl } = madeFor(ours);
    await asSuperuser(...statements);
    await as(ownerUrl, 'create table things ()');
    await expect(as(url, 'create table more ()')).rejects.toThrow('permission denied for schema public');
    const wrong = new URL(url);
    wrong.password = 'another';
    await expect(as(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('makes the same roles and rights as the local platform', async () => {
    await asSuperuser(...madeFor(ours).statements);
    await provisionDatabase({ postgres }, { name: theirs, password: 'service', ownerPassword: 'owner' });
    expect(await rightsOf(ours)).toHaveLength(3);
    expect(await rightsOf(ours)).toEqual(await rightsOf(theirs));
  });
});
