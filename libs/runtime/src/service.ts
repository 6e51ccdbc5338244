import 'reflect-metadata';
import { Session } from 'node:inspector/promises';
import { DatabaseNotReady, runMigrations, untilMigrated } from '#database';
import { type DynamicModule, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { Draining } from './draining.js';
import { createHttpServer, followMethods } from './http-server.js';
import { invalidRequest } from './invalid-request.js';
import { createLogger, loggableError, nestLogger } from './logging.js';
import { Metrics } from './metrics.js';
import { serveOpenApi } from './openapi.js';
import { ProblemFilter } from './problem-filter.js';
import { resourceOf, showResource } from './resource.js';
import { RuntimeModule, Transport } from './runtime.module.js';
import { type Environment, readSettings, type Settings, SettingsError } from './settings.js';
import { startTracing } from './tracing.js';

export interface ServiceOptions {
  /** of the folder under apps/ */
  name: string;
  /** of the API page, Chinese and English */
  title: string;
  description: string;
  module: Type | DynamicModule;
  /** oldest first; run by `node main.js --migrate`, never by a start */
  migrations?: Parameters<typeof runMigrations>[1];
  /** what `node main.js` does instead of running the service, by its option, such as `--rotate-keys` */
  commands?: Record<string, ServiceCommand>;
}

/** Ends well, or throws an error that says what is to be done. `argument` is what stands behind its option. */
export type ServiceCommand = (settings: Settings, logger: Logger, argument?: string) => Promise<void>;

export interface RunningService {
  app: NestFastifyApplication;
  /** where it listens, without a slash at the end */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts a service in this process: reactions first, then the HTTP API. Does not migrate, hook signals or exit.
 * @param environment settings that differ from `process.env`, as text
 * @throws SettingsError when a setting is wrong; whatever a module throws while it starts
 */
export async function createService(
  options: ServiceOptions,
  environment: Environment = {},
): Promise<RunningService> {
  const settings = readSettings({ ...process.env, ...environment });
  return start(options, settings, createLogger(options.name, settings.LOG_LEVEL));
}

async function start(options: ServiceOptions, settings: Settings, logger: Logger): Promise<RunningService> {
  const metrics = new Metrics();
  const resource = resourceOf(options.name, settings);
  showResource(metrics, resource);
  const tracing = await startTracing(resource, settings, logger);
  const draining = new Draining(settings);
  const server = createHttpServer({ logger, metrics, tracing }, settings, draining);
  const app = await NestFactory.create<NestFastifyApplication>(
    RuntimeModule.around(options.module, { settings, metrics, tracing, draining }),
    server,
    { logger: nestLogger(logger), abortOnError: false },
  );
  const refuseOtherMethods = followMethods(server.getInstance());
  try {
    app.useGlobalFilters(new ProblemFilter(logger));
    app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidRequest }));
    serveOpenApi(app, options);
    const { strategy } = app.get(Transport);
    if (strategy) app.connectMicroservice({ strategy });
    await app.init();
    refuseOtherMethods();
    await app.startAllMicroservices();
    await app.listen({ port: settings.PORT, host: settings.HOST });
    const url = addressOf(app, settings.HOST);
    logger.info({ url }, 'service is up');
    return { app, url, close: () => app.close() };
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

function addressOf(app: NestFastifyApplication, host: string): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}

/**
 * The whole of a main.ts. `--migrate` brings the database up to date and exits, and so does a command of the options;
 * otherwise the service waits for its migrated database, runs until SIGTERM or SIGINT, finishes its requests and exits
 * with 0. A start that fails exits with 1.
 */
export async function startService(options: ServiceOptions): Promise<void> {
  const logger = createLogger(options.name, 'info');
  try {
    const settings = readSettings(process.env);
    if (process.argv.includes('--migrate')) return await migrate(options, settings, logger);
    const at = process.argv.findIndex((option) => options.commands?.[option]);
    if (at > 0) return await options.commands![process.argv[at]!]!(settings, logger, process.argv[at + 1]);
    if (options.migrations)
      await untilMigrated(settings.DATABASE_URL, options.migrations, (reason) =>
        logger.warn(`${reason} Waiting.`),
      );
    const { app } = await start(options, settings, createLogger(options.name, settings.LOG_LEVEL));
    app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    await collectAfterStart();
  } catch (error) {
    if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof DatabaseNotReady) logger.fatal(error.message);
    else logger.fatal({ error: loggableError(error) }, whatFailed(process.argv));
    process.exit(1);
  }
}

const whatFailed = (argv: string[]) =>
  argv.includes('--migrate')
    ? 'the migration failed: what came before it stays, and running services go on'
    : 'the service did not start';

/** There is no falling back to DATABASE_URL: then the role that serves requests would have to own the tables. */
async function migrate(options: ServiceOptions, settings: Settings, logger: Logger): Promise<void> {
  const { MIGRATION_DATABASE_URL: ownerUrl, DATABASE_URL } = settings;
  if (!ownerUrl)
    throw new SettingsError('MIGRATION_DATABASE_URL is not set: `--migrate` needs the owning role.');
  const runtimeRole = decodeURIComponent(new URL(DATABASE_URL).username);
  const ran = await runMigrations(ownerUrl, options.migrations ?? [], runtimeRole);
  logger.info({ ran }, ran.length > 0 ? 'migrated' : 'the database is up to date');
}

/**
 * Gives back what the start took. Loading a service fills some 35 MB more than it then uses, and V8 would keep them
 * until it has a reason to collect, which a service with little to do never gives it. This limits nothing: under load
 * the heap grows as it needs to. It takes about 0.1 s.
 */
async function collectAfterStart(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}
