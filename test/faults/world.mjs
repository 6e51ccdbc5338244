import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchToken } from '../../deploy/local/issuer/token.mjs';
import { root } from '../../deploy/local/paths.mjs';
import { startIssuerProcess } from '../../deploy/local/platform/issuer.mjs';
import { ensureServers, findJava } from '../../deploy/local/platform/java-servers.mjs';
import { SHORT_LIVED, startKafka } from '../../deploy/local/platform/kafka.mjs';
import { freePort } from '../../deploy/local/platform/ports.mjs';
import { startPostgres } from '../../deploy/local/platform/postgres.mjs';
import { startRedis } from '../../deploy/local/platform/redis.mjs';
import { Secrets } from '../../deploy/local/platform/secrets.mjs';
import { serviceNames as names, services } from '../../deploy/local/service-list.mjs';
import { setUpServices } from '../../deploy/local/services.mjs';
import { CrashOrders } from './crash-orders.mjs';
import { keepingPort } from './keeping-port.mjs';
import { Relaunching, ServiceProcesses, isAnswered, putToSleep } from './service-processes.mjs';
import { TcpDoor } from './tcp-door.mjs';
import { makeTestBuild } from './test-build.mjs';

export const serverNames = ['postgres', 'kafka', 'redis'];

/** How long a point in the program may take to be reached; if nobody comes, the fault has missed. */
const REACHED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;

/**
 * Everything as real processes, to be hurt. On servers of its own there is a door between each service and each server;
 * on servers that were given, which others use too, only the services can be hurt, in databases and topics apart.
 */
export class World {
  #doors = new Map();
  #orders = new Map();
  #services;
  #down = new Set();
  #extra = 0;
  /** Ports from here on: another world must not take the port of a service that is down for a moment. */
  #ports = 21_000 + 10 * randomInt(1_000);
  #stopped = false;
  topicPrefix = '';

  /**
   * @param {{ mutation?: string, impatient?: boolean, platform?: object, log?: (text: string) => void }} options
   *   `platform`: servers that were given, as platformAt() answers them; the others are makeTestBuild()'s
   */
  static async start({ log = () => {}, ...options } = {}) {
    const world = new World(log);
    try {
      await world.#start(options);
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  constructor(log) {
    this.dir = path.join(root, `var/test-${process.pid}`);
    mkdirSync(this.dir, { recursive: true });
    this.log = log;
    this.processes = new Relaunching(this.dir);
  }

  async #start({ platform, mutation, impatient }) {
    const { processes } = this;
    await processes.takeOver();
    const secrets = new Secrets(this.dir);
    const dist = makeTestBuild(this.dir, { mutation, impatient });
    if (platform) this.topicPrefix = `faults-${randomBytes(3).toString('hex')}.`;
    this.platform = platform ?? (await this.#startServers(secrets));
    const settings = await setUpServices(this.platform, {
      processes,
      secrets,
      topicPrefix: this.topicPrefix,
      migrateHere: true,
    });
    const behindDoors = await Promise.all(
      names.map(async (name) => [name, await this.#settingsOf(name, settings[name])]),
    );
    this.settings = Object.fromEntries(behindDoors);
    this.#services = new ServiceProcesses({ processes, dist, settings: this.settings, log: this.log });
    await Promise.all(names.map((name) => this.#services.start(name)));
  }

  async #startServers(secrets) {
    const { processes } = this;
    const servers = ensureServers();
    const java = findJava();
    const password = secrets.postgresPassword();
    const doors = await this.#kafkaDoors();
    // Durable: what PostgreSQL has acknowledged must survive its death.
    const [postgres, kafka, redis, issuer] = await Promise.all([
      startPostgres({ processes, password, durable: true }),
      startKafka({ processes, java, servers, doors, javaOptions: SHORT_LIVED }),
      startRedis({ processes, servers }),
      startIssuerProcess(processes, secrets),
    ]);
    return { postgres, kafka, redis, issuer };
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

  async #settingsOf(name, settings) {
    const orders = new CrashOrders(path.join(this.dir, 'orders', name));
    this.#orders.set(name, orders);
    return {
      ...settings,
      ...(this.#doors.size > 0 && (await this.#behindDoors(name, settings))),
      VERIFY_LIMIT_PER_MINUTE: '100000',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(await freePort(this.#ports + 1)),
      CRASH_ORDERS: orders.dir,
    };
  }

  async #behindDoors(name, settings) {
    const through = async (server, address) => {
      const url = new URL(address);
      url.port = String(await this.#door(`${name}/${server}`, Number(url.port)));
      return url.href;
    };
    return {
      DATABASE_URL: await through('postgres', settings.DATABASE_URL),
      ...(settings.REDIS_URL && { REDIS_URL: await through('redis', settings.REDIS_URL) }),
      KAFKA_BROKERS: `127.0.0.1:${this.#doors.get(`${name}/kafka`).port}`,
    };
  }

  /** @returns what deploy/local/cohort/api.mjs takes */
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

  /** @returns {string} the address of the service's database for somebody who may see all of it */
  databaseOf(name) {
    const { database } = services.find((service) => service.name === name);
    return this.platform.postgres.url({ database: this.topicPrefix.replace(/\W/g, '_') + database });
  }

  isReady = (name) => isAnswered(`http://127.0.0.1:${this.settings[name].PORT}/health/ready`, 2_000);

  /** kill -9, and away for `ms`. */
  kill(label, ms) {
    return this.#whileDown(label, () =>
      names.includes(label) ? this.#killService(label, ms) : this.#killServer(label, ms),
    );
  }

  async #killService(name, ms) {
    await this.#services.end(name, 'SIGKILL');
    await sleep(ms);
  }

  async #killServer(name, ms) {
    const running = this.processes.running(name);
    running?.process.kill('SIGKILL');
    await running?.exited;
    await keepingPort(this.#portOf(name), () => sleep(ms));
  }

  /** SIGTERM, and started again when it has ended. */
  restart(name) {
    return this.#whileDown(name, () => this.#services.end(name, 'SIGTERM'));
  }

  /** SIGSTOP for `ms`. */
  async pause(label, ms) {
    const running = this.#services.of(label) ?? this.processes.running(label);
    if (!running) return;
    running.process.kill('SIGSTOP');
    const sleeper = putToSleep(running);
    await sleep(ms);
    sleeper.wake();
  }

  /**
   * The next process of the service that comes to the point dies there, hangs there until it is missed, or stops there
   * and is woken `ms` later.
   * @returns {Promise<{ missed: boolean }>} missed: nobody has come to the point
   */
  async atPoint(name, point, how, ms = 0) {
    const order = this.arm(name, point, how);
    for (let waited = 0; waited < REACHED_WITHIN_MS && !order.takenBy(); waited += LOOK_EVERY_MS)
      await sleep(LOOK_EVERY_MS);
    order.withdraw();
    const running = this.#services.withPid(order.takenBy());
    if (!running) return { missed: true };
    if (how !== 'stop') await running.exited;
    else {
      const sleeper = putToSleep(running);
      await sleep(ms);
      sleeper.wake();
    }
    return { missed: false };
  }

  /** Tells the next process of the service that comes to the point what to do there. */
  arm(name, point, how) {
    return this.#orders.get(name).give(point, how);
  }

  /** A second process of the service for `ms`: it takes part of the partitions and shards, and gives them back. */
  async join(name, ms, leaveBy) {
    const leave = await this.enter(name);
    await sleep(ms);
    await leave(leaveBy);
  }

  /** Starts a second process of the service. @returns what makes it leave */
  async enter(name) {
    const label = `${name}-${++this.#extra}`;
    await this.#services.start(name, label, String(await freePort(this.#ports + 2)));
    return (by = 'SIGTERM') => this.#services.end(label, by);
  }

  /** The process that has carried out an order to stop: it sleeps until it is woken. */
  sleeperOf(order) {
    return putToSleep(this.#services.withPid(order.takenBy()));
  }

  async shut(door, ms) {
    this.#doors.get(door).shut();
    await sleep(ms);
    this.#doors.get(door).reopen();
  }

  async mute(door, ms) {
    this.#doors.get(door).mute();
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

  /** One at a time: what is down already, or on its way back, is left alone. */
  async #whileDown(label, work) {
    if (this.#down.has(label)) return;
    this.#down.add(label);
    try {
      await work();
      if (!this.#stopped) await this.#backUp(label);
    } finally {
      this.#down.delete(label);
    }
  }

  async #backUp(label) {
    if (names.includes(label)) await this.#services.start(label);
    else await this.#serverBackUp(label);
  }

  async #serverBackUp(name) {
    for (let tries = 0; ; tries++)
      try {
        return await this.processes.relaunch(name);
      } catch (error) {
        if (tries === 20) throw error; // PostgreSQL's children may hold its memory for a moment
        await keepingPort(this.#portOf(name), () => sleep(500));
      }
  }

  #portOf(server) {
    const { postgres, kafka, redis } = this.platform;
    const urls = {
      postgres: postgres.url({ database: 'postgres' }),
      kafka: `kafka://${kafka.brokers[0]}`,
      redis: redis.url,
    };
    return Number(new URL(urls[server]).port);
  }

  async stop() {
    this.#stopped = true;
    this.#services?.stop();
    for (const door of this.#doors.values()) door.close();
    await this.processes.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
