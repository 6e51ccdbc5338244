import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchToken } from '../../local/issuer/token.mjs';
import { root } from '../../local/paths.mjs';
import { startIssuerProcess } from '../../local/platform/issuer.mjs';
import { ensureServers, findJava } from '../../local/platform/java-servers.mjs';
import { startKafka } from '../../local/platform/kafka.mjs';
import { freePort } from '../../local/platform/ports.mjs';
import { startPostgres } from '../../local/platform/postgres.mjs';
import { Processes } from '../../local/platform/processes.mjs';
import { startRedis } from '../../local/platform/redis.mjs';
import { Secrets } from '../../local/platform/secrets.mjs';
import { services } from '../../local/service-list.mjs';
import { setUpServices } from '../../local/services.mjs';
import { TcpDoor } from './tcp-door.mjs';
import { makeTestBuild } from './test-build.mjs';

const names = services.map(({ name }) => name);
export const serverNames = ['postgres', 'kafka', 'redis'];
export const serviceNames = names;

/** Remembers how each process was started, so that a dead one can be started as it was. */
class Relaunching extends Processes {
  #launches = new Map();

  async start(name, command, options) {
    this.#launches.set(name, { command, options });
    return super.start(name, command, options);
  }

  relaunch(name) {
    const { command, options } = this.#launches.get(name);
    return super.start(name, command, options);
  }
}

/**
 * Everything as real processes on servers of its own, with a door between each service and each server, to be hurt.
 * A process that ends by itself is started again, as an orchestrator would.
 */
export class World {
  #doors = new Map();
  #running = new Map();
  #down = new Set();
  #extra = 0;
  /** Ports from here on: another world must not take the port of a service that is down for a moment. */
  #ports = 21_000 + 10 * randomInt(1_000);
  #stopped = false;

  /** @param {{ mutation?: string, log?: (text: string) => void }} options */
  static async start({ mutation, log = () => {} } = {}) {
    const world = new World(mutation, log);
    try {
      await world.#start();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  constructor(mutation, log) {
    this.dir = path.join(root, `var/test-${process.pid}`);
    mkdirSync(this.dir, { recursive: true });
    this.log = log;
    this.mutation = mutation;
    this.processes = new Relaunching(this.dir);
  }

  async #start() {
    await this.processes.takeOver();
    this.secrets = new Secrets(this.dir);
    this.dist = makeTestBuild(this.dir, this.mutation);
    const servers = ensureServers();
    const java = findJava();
    const { processes } = this;
    const kafkaDoors = await this.#kafkaDoors();
    const password = this.secrets.postgresPassword();
    // Durable: what PostgreSQL has acknowledged must survive its death.
    const [postgres, kafka, redis, issuer] = await Promise.all([
      startPostgres({ processes, password, durable: true }),
      startKafka({ processes, java, servers, doors: kafkaDoors }),
      startRedis({ processes, servers }),
      startIssuerProcess(processes, this.secrets),
    ]);
    this.platform = { postgres, kafka, redis, issuer, processes, secrets: this.secrets };
    const settings = await setUpServices(this.platform, { processes, secrets: this.secrets });
    this.settings = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await this.#behindDoors(name, settings[name])])),
    );
    await Promise.all(names.map((name) => this.#startService(name, name)));
  }

  /** Kafka tells its clients where it listens, so each service has a listener that is advertised at its door. */
  #kafkaDoors() {
    return Promise.all(
      names.map(async (name) => {
        const port = await freePort(this.#ports);
        const advertised = await this.#door(`${name}/kafka`, port);
        return { name: name.toUpperCase().replaceAll('-', '_'), port, advertised };
      }),
    );
  }

  async #door(name, target) {
    const door = new TcpDoor(target);
    this.#doors.set(name, door);
    door.port = await door.open();
    return door.port;
  }

  async #behindDoors(name, settings) {
    const through = async (server, address) => {
      const url = new URL(address);
      url.port = String(await this.#door(`${name}/${server}`, Number(url.port)));
      return url.href;
    };
    return {
      ...settings,
      DATABASE_URL: await through('postgres', settings.DATABASE_URL),
      ...(settings.REDIS_URL && { REDIS_URL: await through('redis', settings.REDIS_URL) }),
      KAFKA_BROKERS: `127.0.0.1:${this.#doors.get(`${name}/kafka`).port}`,
      VERIFY_LIMIT_PER_MINUTE: '100000',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(await freePort(this.#ports + 1)),
      CRASH_FILE: this.#crashFile(name),
    };
  }

  #crashFile = (name) => path.join(this.dir, `crash-${name}.json`);

  async #startService(name, label, port = this.settings[name].PORT) {
    const running = await this.processes.start(label, process.execPath, {
      args: [
        '--import',
        path.join(this.dist, 'crash-point.js'),
        path.join(this.dist, 'apps', name, 'src/main.js'),
      ],
      env: { PATH: process.env.PATH, ...this.settings[name], PORT: port },
    });
    this.#running.set(label, running);
    void running.exited.then((how) => this.#revive(name, label, port, running, how));
  }

  async #revive(name, label, port, running, how) {
    if (this.#stopped || running.leaving || this.#down.has(label)) return;
    this.log(`${label} ended (${how}) and is started again`);
    await sleep(300);
    if (!this.#stopped && !this.#down.has(label)) await this.#startService(name, label, port);
  }

  /** @returns what local/cohort/api.mjs takes */
  get forApi() {
    return {
      endpoints: {
        services: Object.fromEntries(
          names.map((name) => [name, { url: `http://127.0.0.1:${this.settings[name].PORT}` }]),
        ),
      },
      tokenFor: (role, school, person) => fetchToken(this.platform.issuer, { role, school, person }),
    };
  }

  isReady = async (name) => {
    const url = `http://127.0.0.1:${this.settings[name].PORT}/health/ready`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    return answer?.ok ?? false;
  };

  /** kill -9, and away for `ms`. */
  async kill(label, ms) {
    if (this.#down.has(label)) return; // dead already, or on its way back
    this.#down.add(label);
    this.#pid(label)?.kill('SIGKILL');
    await sleep(ms);
    await this.#backUp(label);
  }

  /** SIGTERM, and started again when it has ended. */
  async restart(label) {
    if (this.#down.has(label)) return;
    this.#down.add(label);
    const running = this.#of(label);
    if (running) await this.processes.stop(running);
    await this.#backUp(label);
  }

  /** SIGSTOP for `ms`. */
  async pause(label, ms) {
    this.#pid(label)?.kill('SIGSTOP');
    await sleep(ms);
    this.#pid(label)?.kill('SIGCONT');
  }

  /** The next process of the service that comes to the point dies there, or stops there for `ms`. */
  async atPoint(name, point, how, ms) {
    this.arm(name, point, how);
    await sleep(ms);
    rmSync(this.#crashFile(name), { force: true });
    this.wake(name);
  }

  /** @returns {() => boolean} whether a process has come to the point since */
  arm(name, point, how) {
    const file = this.#crashFile(name);
    writeFileSync(`${file}.new`, JSON.stringify({ point, how }));
    renameSync(`${file}.new`, file);
    return () => !existsSync(file);
  }

  /** SIGCONT to all processes of the service. */
  wake(name) {
    for (const [label, running] of this.#running) if (label.startsWith(name)) running.process.kill('SIGCONT');
  }

  /** A second process of the service for `ms`: it takes part of the partitions and shards, and gives them back. */
  async join(name, ms, leaveBy = 'SIGTERM') {
    const leave = await this.enter(name);
    await sleep(ms);
    await leave(leaveBy);
  }

  /** Starts a second process of the service. @returns what makes it leave */
  async enter(name) {
    const label = `${name}-${++this.#extra}`;
    await this.#startService(name, label, String(await freePort(this.#ports + 2)));
    return async (by = 'SIGTERM') => {
      const running = this.#running.get(label);
      this.#down.add(label);
      running.leaving = true;
      running.process.kill(by);
      await running.exited;
      this.#running.delete(label);
    };
  }

  async shut(door, ms) {
    this.#doors.get(door).shut();
    await sleep(ms);
    this.#doors.get(door).reopen();
  }

  async slow(door, delay, ms) {
    this.#doors.get(door).delay = delay;
    await sleep(ms);
    this.#doors.get(door).delay = 0;
  }

  get doorNames() {
    return [...this.#doors.keys()];
  }

  #of = (label) => this.#running.get(label) ?? this.processes.running(label);
  #pid = (label) => this.#of(label)?.process;

  async #backUp(label) {
    if (this.#stopped) return;
    if (names.includes(label)) {
      this.#down.delete(label);
      await this.#startService(label, label);
      return;
    }
    for (let tries = 0; this.#down.has(label); tries++)
      try {
        await this.processes.relaunch(label);
        this.#down.delete(label);
      } catch (error) {
        if (tries === 20) throw error; // PostgreSQL's children may hold its memory for a moment
        await sleep(500);
      }
  }

  async stop() {
    this.#stopped = true;
    for (const running of this.#running.values()) running.process.kill('SIGCONT');
    for (const door of this.#doors.values()) door.close();
    await this.processes.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
