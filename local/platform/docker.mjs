import { spawnSync } from 'node:child_process';
import { root } from '../paths.mjs';
import { Sentence } from '../sentence.mjs';
import { freePort } from './ports.mjs';
import { postgresAt } from './postgres-address.mjs';

const servers = ['postgres', 'kafka', 'redis'];

/** For `npm start`: the three servers of docker-compose.yml, in a project of this folder's own, whose volumes stay. */
export async function startWithCompose({ processes, secrets, password }) {
  const ports = await freePorts();
  const env = { ...process.env, ...composeSettings(ports, password) };
  const compose = ['docker', 'compose', '--project-name', `jiangtu-${secrets.installation()}`];
  const down = [...compose, '--project-directory', root, 'down'];
  processes.onDeath(down);
  run([...compose, 'up', '--detach', '--wait', ...servers], env);
  return { ...at(ports, password), stop: () => run(down, env) };
}

/** For tests: the same three by testcontainers, which removes them even if the tests are killed. */
export async function startWithTestcontainers({ password }) {
  const { DockerComposeEnvironment, Wait } = await import('testcontainers');
  const ports = await freePorts();
  const environment = new DockerComposeEnvironment(root, 'docker-compose.yml').withEnvironment(
    composeSettings(ports, password, { durable: 'off' }),
  );
  for (const server of servers) environment.withWaitStrategy(`${server}-1`, Wait.forHealthCheck());
  const started = await environment.up(servers);
  return { ...at(ports, password), stop: () => started.down({ removeVolumes: true }) };
}

async function freePorts() {
  return { postgres: await freePort(15432), kafka: await freePort(19092), redis: await freePort(16379) };
}

function composeSettings(ports, password, { durable = 'on' } = {}) {
  return {
    JIANGTU_POSTGRES_PORT: String(ports.postgres),
    JIANGTU_POSTGRES_PASSWORD: password,
    JIANGTU_POSTGRES_FSYNC: durable,
    JIANGTU_KAFKA_PORT: String(ports.kafka),
    JIANGTU_REDIS_PORT: String(ports.redis),
  };
}

function at(ports, password) {
  const host = '127.0.0.1';
  return {
    postgres: postgresAt(`postgres://postgres:${password}@${host}:${ports.postgres}/postgres`),
    kafka: { brokers: [`${host}:${ports.kafka}`] },
    redis: { url: `redis://${host}:${ports.redis}` },
  };
}

function run([command, ...args], env) {
  const { status, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0)
    throw new Sentence(`\`${[command, ...args].join(' ')}\` failed: ${stderr.trim().split('\n').at(-1)}`);
}
