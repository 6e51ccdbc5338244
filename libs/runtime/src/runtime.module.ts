import { type DynamicModule, Inject, Module, type OnModuleInit, Optional, type Type } from '@nestjs/common';
import { DATABASE_URL } from '#database';
import { DiscoveryModule } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { Draining } from './draining.js';
import { HealthController, ReadinessChecks } from './health.js';
import { Metrics, MetricsController } from './metrics.js';
import { PoolMetrics } from './pool-metrics.js';
import { SETTINGS, type Settings } from './settings.js';
import { Tracing } from './tracing.js';

/** Injection token of the transport that brings events in; #messaging provides it. */
export const TRANSPORT_STRATEGY = Symbol('TRANSPORT_STRATEGY');

/** A service without reactions has none. */
export class Transport {
  constructor(@Optional() @Inject(TRANSPORT_STRATEGY) readonly strategy?: CustomTransportStrategy) {}
}

/** A module with a DatabaseModule is ready only while its database answers. */
class DatabaseReadiness implements OnModuleInit {
  constructor(
    @Inject(ReadinessChecks) private readonly checks: ReadinessChecks,
    @Optional() @Inject(DataSource) private readonly dataSource?: DataSource,
  ) {}

  onModuleInit() {
    const { dataSource } = this;
    if (dataSource) this.checks.register('database', async () => void (await dataSource.query('select 1')));
  }
}

/** The routes that every service has; beside them `/docs` and `/openapi.json`, which are no controllers. */
export const runtimeControllers: Type[] = [HealthController, MetricsController];

/** What was there before the module: the HTTP server uses it too. */
export interface RuntimeParts {
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly draining: Draining;
}

/**
 * What every service's modules can inject: SETTINGS, DATABASE_URL, ReadinessChecks, Metrics, Tracing; and the routes
 * for health and metrics.
 */
@Module({})
export class RuntimeModule {
  static around(module: Type | DynamicModule, parts: RuntimeParts): DynamicModule {
    const { settings, metrics, tracing, draining } = parts;
    return {
      module: RuntimeModule,
      global: true,
      imports: [module, DiscoveryModule],
      controllers: runtimeControllers,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: DATABASE_URL, useValue: settings.DATABASE_URL },
        { provide: Metrics, useValue: metrics },
        { provide: Tracing, useValue: tracing },
        { provide: Draining, useValue: draining },
        ReadinessChecks,
        DatabaseReadiness,
        Transport,
        PoolMetrics,
      ],
      exports: [SETTINGS, DATABASE_URL, ReadinessChecks, Metrics, Tracing],
    };
  }
}
