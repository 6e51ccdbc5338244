import { Controller, Get, type OnApplicationShutdown, type OnModuleInit, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import pTimeout from 'p-timeout';
import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import { measureProcess } from './process-metrics.js';
import { Public } from './route-declarations.js';

type Unregistered<Configuration> = Omit<Configuration, 'registers' | 'enableExemplars'>;

const FAILURES = 'metrics_collect_failures_total';
/** Prometheus gives up on a page after 10 s; the rest of the page must not wait for one slow part of it. */
const COLLECT_TIMEOUT_MS = 1_500;

/**
 * What this service instance measures, shown at `GET /metrics`. Labels are for what is few: never an id, an address
 * or anything of a person.
 */
export class Metrics implements OnModuleInit, OnApplicationShutdown {
  /** Of this instance alone: several services run in one process of a test. */
  private readonly registry = new Registry();
  private readonly underway = new Map<string, Promise<string>>();
  private readonly failures: Counter<'metric'>;
  private stopMeasuringProcess?: () => void;

  constructor() {
    this.failures = this.counter({
      name: FAILURES,
      help: 'Times that a metric was left out of the page, since it could not be collected in time',
      labelNames: ['metric'],
    });
  }

  /** @throws Error when the name is taken */
  counter<Label extends string = never>(options: Unregistered<CounterConfiguration<Label>>): Counter<Label> {
    return new Counter({ ...options, registers: [this.registry] });
  }

  /**
   * @param options.collect asks for the value when the page is called, and sets it. It may be asynchronous, and is not
   *   called again before it has settled. While it fails or takes too long, the page goes without the metric.
   * @throws Error when the name is taken
   */
  gauge<Label extends string = never>(options: Unregistered<GaugeConfiguration<Label>>): Gauge<Label> {
    return new Gauge({ ...options, registers: [this.registry] });
  }

  /** @throws Error when the name is taken */
  histogram<Label extends string = never>(
    options: Unregistered<HistogramConfiguration<Label>>,
  ): Histogram<Label> {
    return new Histogram({ ...options, registers: [this.registry] });
  }

  /** The page, in Prometheus' text format. Never fails, and never takes much longer than COLLECT_TIMEOUT_MS. */
  async page(): Promise<string> {
    const names = this.registry.getMetricsAsArray().map(({ name }) => name);
    const others = names.filter((name) => name !== FAILURES);
    const parts = await Promise.all(others.map((name) => this.collected(name)));
    // Last, so that it tells of this page's failures already.
    const failures = await this.registry.getSingleMetricAsString(FAILURES);
    return `${[...parts.filter((part) => part !== undefined), failures].join('\n\n')}\n`;
  }

  private async collected(metric: string): Promise<string | undefined> {
    try {
      return await pTimeout(this.collect(metric), { milliseconds: COLLECT_TIMEOUT_MS });
    } catch {
      this.failures.inc({ metric });
      return undefined;
    }
  }

  /** One query to a database that hangs is enough: the next page waits for the same one. */
  private collect(metric: string): Promise<string> {
    const underway =
      this.underway.get(metric) ??
      this.registry.getSingleMetricAsString(metric).finally(() => this.underway.delete(metric));
    this.underway.set(metric, underway);
    return underway;
  }

  onModuleInit(): void {
    this.stopMeasuringProcess = measureProcess(this);
  }

  onApplicationShutdown(): void {
    this.stopMeasuringProcess?.();
    this.registry.clear();
  }
}

@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  page(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(Registry.PROMETHEUS_CONTENT_TYPE);
    return this.metrics.page();
  }
}
