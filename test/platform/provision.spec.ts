import { randomBytes } from 'node:crypto';
import { postgresAt } from '../../deploy/local/platform/postgres-address.ts';
import { provisionDatabase } from '../../deploy/local/platform/provision.ts';
import { testPlatform, withClient } from '#testing';

const name = `provision_${randomBytes(4).toString('hex')}`;
const platform = { postgres: postgresAt(testPlatform().postgresUrl) };
const provision = () => provisionDatabase(platform, { name, password: 'service', ownerPassword: 'owner' });

const as = (url: string, ...statements: string[]) =>
  withClient(url, async (client) => {
    for (const sql of statements) await client.query(sql);
  });
const asSuperuser = (...statements: string[]) => as(testPlatform().postgresUrl, ...statements);

afterEach(() =>
  asSuperuser(
    `drop database if exists ${name} with (force)`,
    `drop role if exists ${name}`,
    `drop role if exists ${name}_owner`,
  ),
);

it('A database is made once, for a role that owns it and one that owns nothing, and for nobody else', async () => {
  const { url, ownerUrl } = await provision();
  expect(await provision()).toEqual({ url, ownerUrl });
  await as(ownerUrl, 'create table things ()');
  await expect(as(url, 'create table more ()')).rejects.toThrow('permission denied for schema public');
  const stranger = `${name}_stranger`;
  await asSuperuser(`create role ${stranger} login password 'stranger'`);
  const theirs = platform.postgres.url({ database: name, user: stranger, password: 'stranger' });
  await expect(as(theirs, 'select 1')).rejects.toThrow('permission denied for database');
  await asSuperuser(`drop role ${stranger}`);
});

it('A database of an earlier version, which its service owned, is left alone, and it is said what to do', async () => {
  await asSuperuser(`create role ${name} login password 'service'`, `create database ${name} owner ${name}`);
  await expect(provision()).rejects.toThrow(/earlier version.*rm -rf var\/local/);
});
