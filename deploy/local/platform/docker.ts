import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../paths.mjs';
import { UserFacingError } from '../user-facing-error.mjs';
import type { Servers } from './index.ts';
import { freePort } from './ports.ts';
import { postgresAt } from './postgres-address.ts';
import type { Processes } from './processes.ts';

interface Start {
  processes: Processes;
  project: string;
  /** of PostgreSQL's superuser */
  password: string;
}

interface Ports {
  postgres: number;
  kafka: number;
  redis: number;
}

const servers = ['postgres', 'kafka', 'redis'];
const compose: [string, ...string[]] = ['docker', 'compose', '--file', path.join(root, 'docker-compose.yml')];

/**
 * Pulls the images of the three servers that the engine does not have.
 * @returns which one it cannot get, and why
 */
export function lackedImage(): string | undefined {
  for (const image of run([...compose, 'config', '--images', ...servers]).split('\n')) {
    if (spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore' }).status === 0) continue;
    console.error(`Pulling ${image} …`);
    const { status, stderr } = spawnSync('docker', ['pull', '--quiet', image], { encoding: 'utf8' });
    if (status !== 0) return `${image}: ${lastLine(stderr)}`;
  }
  return undefined;
}

/** For `npm start`: the three servers of docker-compose.yml, in a project of this folder's own, whose volumes stay. */
export async function startWithCompose({ processes, project, password }: Start): Promise<Servers> {
  const ports = await freePorts();
  const named: typeof compose = [...compose, '--project-name', project];
  processes.undoBy([...named, 'down']);
  run([...named, 'up', '--detach', '--wait', ...servers], composeSettings(ports, password));
  return at(ports, password);
}

/** For tests: the same three by testcontainers, without volumes that stay. */
export async function startWithTestcontainers({ processes, project, password }: Start): Promise<Servers> {
  const { DockerComposeEnvironment, Wait } = await import('testcontainers');
  const ports = await freePorts();
  const environment = new DockerComposeEnvironment(root, 'docker-compose.yml')
    .withProjectName(project)
    // undoBy also ends what a killed run leaves; testcontainers' own container for that would be one image more to pull.
    .withAutoCleanup(false)
    .withEnvironment(composeSettings(ports, password, { durable: 'off' }));
  for (const server of servers) environment.withWaitStrategy(`${server}-1`, Wait.forHealthCheck());
  processes.undoBy([...compose, '--project-name', project, 'down', '--volumes']);
  await environment.up(servers).catch((error) => {
    throw new UserFacingError(
      `Testcontainers could not start the servers (${lastLine(error.message)}): JIANGTU_PLATFORM=native does without it.`,
    );
  });
  return at(ports, password);
}

async function freePorts(): Promise<Ports> {
  return { postgres: await freePort(15432), kafka: await freePort(19092), redis: await freePort(16379) };
}

function composeSettings(ports: Ports, password: string, { durable = 'on' } = {}) {
  return {
    JIANGTU_POSTGRES_PORT: String(ports.postgres),
    JIANGTU_POSTGRES_PASSWORD: password,
    JIANGTU_POSTGRES_FSYNC: durable,
    JIANGTU_KAFKA_PORT: String(ports.kafka),
    JIANGTU_REDIS_PORT: String(ports.redis),
  };
}

function at(ports: Ports, password: string): Servers {
  const host = '127.0.0.1';
  return {
    postgres: postgresAt(`postgres://postgres:${password}@${host}:${ports.postgres}/postgres`),
    kafka: { brokers: [`${host}:${ports.kafka}`] },
    redis: { url: `redis://${host}:${ports.redis}` },
  };
}

function run([command = '', ...args]: string[], settings?: Record<string, string>): string {
  const env = { ...process.env, ...settings };
  const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status !== 0)
    throw new UserFacingError(`\`${[command, ...args].join(' ')}\` failed: ${lastLine(stderr)}`);
  return stdout.trim();
}

const lastLine = (text: string) => text.trim().split('\n').at(-1);
