import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Access, accessTo } from '../../deploy/local/cohort/api.ts';
import type { Issuer } from '../../deploy/local/issuer/token.ts';
import { root } from '../../deploy/local/paths.mjs';
import { type Platform, startNatively } from '../../deploy/local/platform/index.ts';
import { startIssuerProcess } from '../../deploy/local/platform/issuer.ts';
import { type Listener, SHORT_LIVED } from '../../deploy/local/platform/kafka.ts';
import { freePort } from '../../deploy/local/platform/ports.ts';
import { Secrets } from '../../deploy/local/platform/secrets.ts';
import { serviceNames as names, services } from '../../deploy/local/service-list.mjs';
import { databaseNameOf, setUpServices } from '../../deploy/local/services.ts';
import { isAnswered, type RunningSystem } from '../harness/running-system.ts';
import { TcpProxy } from '../harness/tcp-proxy.ts';
import { type CrashKind, type CrashOrder, CrashOrders } from './crash-orders.ts';
import { keepingPort } from './keeping-port.ts';
import { putToSleep, Relaunching, ServiceProcesses } from './service-processes.ts';
import { type BuildOptions, makeTestBuild } from './test-build.ts';

export const serverNames = ['postgres', 'kafka', 'redis'];
const isService = (label: string) => names.some((name) => name === label);

/** How long a point in the program may take to be reached; if nobody comes, the fault has missed. */
const REACH_TIMEOUT_MS = 5_000;
const POLL_INTERVAL_MS = 50;
const READY_TIMEOUT_MS = 2_000;

export type FaultPlatform = Platform & { issuer: Issuer };

interface WorldOptions extends BuildOptions {
  /** servers that were given, as platformAt() answers them */
  platform?: FaultPlatform;
  log?: (text: string) => void;
}

/**
 * Everything as real processes, to be hurt. On servers of its own there is a proxy between each service and each server;
 * on servers that were given, which others use too, only the services can be hurt, in databases and topics apart.
 */
export class World implements RunningSystem {
  dir: string;
  processes: Relaunching;
  log: (text: string) => void;
  platform!: FaultPlatform;
  settings: Record<string, Record<string, string>> = {};
  #proxies = new Map<string, TcpProxy>();
  #orders = new Map<string, CrashOrders>();
  #services!: ServiceProcesses;
  #down = new Set<string>();
  #extra = 0;
  /** Ports from here on: another world must not take the port of a service that is down for a moment. */
  #ports = 21_000 + 10 * randomInt(1_000);
  #stopped = false;
  topicPrefix = '';

  static async start({ log = () => {}, ...options }: WorldOptions = {}): Promise<World> {
    const world = new World(log);
    try {
      await world.#start(options);
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  private constructor(log: (text: string) => void) {
    this.dir = path.join(root, `var/test-${process.pid}`);
    mkdirSync(this.dir, { recursive: true });
    this.log = log;
    this.processes = new Relaunching(this.dir);
  }

  async #start({ platform, mutation, impatient }: WorldOptions) {
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
    for (const name of names) this.settings[name] = await this.#settingsOf(name, settings[name]);
    this.#services = new ServiceProcesses({ processes, dist, settings: this.settings, log: this.log });
    await Promise.all(names.map((name) => this.#services.start(name)));
  }

  async #startServers(secrets: Secrets): Promise<FaultPlatform> {
    const { processes } = this;
    const password = secrets.postgresPassword();
    const proxied = await this.#kafkaListeners();
    // Durable: what PostgreSQL has acknowledged must survive its death.
    const [servers, issuer] = await Promise.all([
      startNatively({ processes, password, durable: true, kafka: { proxied, javaOptions: SHORT_LIVED } }),
      startIssuerProcess(processes, secrets),
    ]);
    return { ...servers, issuer };
  }

  /** Kafka tells its clients where it listens, so each service has a listener that is advertised at its proxy. */
  #kafkaListeners(): Promise<Listener[]> {
    return Promise.all(
      names.map(async (name) => {
        const port = await freePort(this.#ports);
        const advertised = await this.#proxy(`${name}/kafka`, port);
        return { name: name.toUpperCase().replaceAll('-', '_'), port, advertised };
      }),
    );
  }

  #proxy(name: string, target: number): Promise<number> {
    const proxy = new TcpProxy(target);
    this.#proxies.set(name, proxy);
    return proxy.open();
  }

  async #settingsOf(name: string, settings: Record<string, string>) {
    const orders = new CrashOrders(path.join(this.dir, 'orders', name));
    this.#orders.set(name, orders);
    return {
      ...settings,
      ...(this.#proxies.size > 0 && (await this.#behindProxies(name, settings))),
      VERIFY_LIMIT_PER_MINUTE: '100000',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(await freePort(this.#ports + 1)),
      CRASH_ORDERS: orders.dir,
    };
  }

  async #behindProxies(name: string, settings: Record<string, string>) {
    const through = async (server: string, address: string) => {
      const url = new URL(address);
      url.port = String(await this.#proxy(`${name}/${server}`, Number(url.port)));
      return url.href;
    };
    return {
      DATABASE_URL: await through('postgres', settings.DATABASE_URL!),
      ...(settings.REDIS_URL && { REDIS_URL: await through('redis', settings.REDIS_URL) }),
      KAFKA_BROKERS: `127.0.0.1:${this.#proxyOf(`${name}/kafka`).port}`,
    };
  }

  #urlOf = (name: string) => `http://127.0.0.1:${this.settings[name]?.PORT}`;

  get access(): Access {
    return accessTo(Object.fromEntries(names.map((name) => [name, this.#urlOf(name)])), this.platform.issuer);
  }

  databaseOf(name: string): string {
    const service = services.find((each) => each.name === name)!;
    return this.platform.postgres.url({ database: databaseNameOf(service, this.topicPrefix) });
  }

  isReady(name: string): Promise<boolean> {
    return isAnswered(`${this.#urlOf(name)}/health/ready`, READY_TIMEOUT_MS);
  }

  /** kill -9, and away for `ms`. */
  kill(label: string, ms: number): Promise<void> {
    return this.#whileDown(label, () =>
      isService(label) ? this.#killService(label, ms) : this.#killServer(label, ms),
    );
  }

  async #killService(name: string, ms: number) {
    await this.#services.end(name, 'SIGKILL');
    await sleep(ms);
  }

  async #killServer(name: string, ms: number) {
    const running = this.processes.running(name);
    running?.process.kill('SIGKILL');
    await running?.exited;
    await keepingPort(this.#portOf(name), () => sleep(ms));
  }

  /** SIGTERM, and started again when it has ended. */
  restart(name: string): Promise<void> {
    return this.#whileDown(name, () => this.#services.end(name, 'SIGTERM'));
  }

  /** SIGSTOP for `ms`. */
  async pause(label: string, ms: number): Promise<void> {
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
   * @returns missed: nobody has come to the point
   */
  async atPoint(name: string, point: string, how: CrashKind, ms = 0): Promise<{ missed: boolean }> {
    const order = this.arm(name, point, how);
    for (let waited = 0; waited < REACH_TIMEOUT_MS && !order.takenBy(); waited += POLL_INTERVAL_MS)
      await sleep(POLL_INTERVAL_MS);
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
  arm(name: string, point: string, how: CrashKind): CrashOrder {
    return this.#orders.get(name)!.give(point, how);
  }

  /** A second process of the service for `ms`: it takes part of the partitions and shards, and gives them back. */
  async join(name: string, ms: number, leaveBy?: NodeJS.Signals): Promise<void> {
    const leave = await this.enter(name);
    await sleep(ms);
    await leave(leaveBy);
  }

  /** Starts a second process of the service. @returns what makes it leave */
  async enter(name: string): Promise<(by?: NodeJS.Signals) => Promise<void>> {
    const label = `${name}-${++this.#extra}`;
    await this.#services.start(name, label, String(await freePort(this.#ports + 2)));
    return (by = 'SIGTERM') => this.#services.end(label, by);
  }

  /** The process that has carried out an order to stop: it sleeps until it is woken. */
  sleeperOf(order: CrashOrder): { wake: () => void } {
    return putToSleep(this.#services.withPid(order.takenBy())!);
  }

  /** Redis forgets all that it holds. */
  async flush(): Promise<void> {
    const redis = new Redis(this.platform.redis.url, { maxRetriesPerRequest: null });
    redis.on('error', () => {}); // it is tried again
    await redis.flushall();
    redis.disconnect();
  }

  async shut(name: string, ms: number): Promise<void> {
    const proxy = this.#proxyOf(name);
    proxy.shut();
    await sleep(ms);
    proxy.reopen();
  }

  async mute(name: string, ms: number): Promise<void> {
    const proxy = this.#proxyOf(name);
    proxy.mute();
    await sleep(ms);
    proxy.reopen();
  }

  async slow(name: string, delay: number, ms: number): Promise<void> {
    const proxy = this.#proxyOf(name);
    proxy.delay = delay;
    await sleep(ms);
    proxy.delay = 0;
  }

  #proxyOf(name: string): TcpProxy {
    return this.#proxies.get(name)!;
  }

  get proxyNames(): string[] {
    return [...this.#proxies.keys()];
  }

  /** One at a time: what is down already, or on its way back, is left alone. */
  async #whileDown(label: string, work: () => Promise<void>) {
    if (this.#down.has(label)) return;
    this.#down.add(label);
    try {
      await work();
      if (!this.#stopped) await this.#backUp(label);
    } finally {
      this.#down.delete(label);
    }
  }

  async #backUp(label: string) {
    if (isService(label)) await this.#services.start(label);
    else await this.#serverBackUp(label);
  }

  async #serverBackUp(name: string) {
    for (let tries = 0; ; tries++)
      try {
        return await this.processes.relaunch(name);
      } catch (error) {
        if (tries === 20) throw error; // PostgreSQL's children may hold its memory for a moment
        await keepingPort(this.#portOf(name), () => sleep(500));
      }
  }

  #portOf(server: string) {
    const { postgres, kafka, redis } = this.platform;
    const urls: Record<string, string> = {
      postgres: postgres.url({ database: 'postgres' }),
      kafka: `kafka://${kafka.brokers[0]}`,
      redis: redis.url,
    };
    return Number(new URL(urls[server]!).port);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#services?.stop(); // perhaps none has been started
    for (const proxy of this.#proxies.values()) proxy.close();
    await this.processes.stopAll();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
