import { Controller, Get, Injectable, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import pTimeout from 'p-timeout';
import { Draining } from './draining.js';
import { Metrics } from './metrics.js';
import { Public, Summary, Tag } from './route-declarations.js';

export type ReadinessCheck = () => Promise<void>;

/** Of the route: a check that has not answered by then counts as failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** The same for the metrics page, which must not take longer than Prometheus waits. */
const METRIC_CHECK_TIMEOUT_MS = 1_000;

/** What has to work before this process can take requests. Libs register their part. */
@Injectable()
export class ReadinessChecks {
  private readonly checks = new Map<string, ReadinessCheck>();
  /** Names of checks that have to pass once; and of those that have. */
  private readonly forStart = new Set<string>();
  private readonly passed = new Set<string>();

  constructor(metrics: Metrics) {
    const gauge = metrics.gauge({
      name: 'readiness_check_up',
      help: '1 where the part of the service works that the check looks at, 0 where it does not',
      labelNames: ['check'],
      collect: async () => {
        const { checks } = await this.run(METRIC_CHECK_TIMEOUT_MS);
        for (const [check, state] of Object.entries(checks)) gauge.set({ check }, state === 'up' ? 1 : 0);
      },
    });
  }

  /** @param check resolves when the part works; what it throws is shown to nobody */
  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /**
   * Of a part that a process must have found before it takes requests, and can then do without for a while. All
   * processes share such a part: were each not ready while it is away, nobody would answer what can be answered.
   */
  registerForStart(name: string, check: ReadinessCheck): void {
    this.register(name, check);
    this.forStart.add(name);
  }

  /** Runs all checks at once. @param timeoutMs after which a check counts as failed */
  async run(
    timeoutMs = CHECK_TIMEOUT_MS,
  ): Promise<{ ready: boolean; checks: Record<string, 'up' | 'down'> }> {
    const results = await Promise.all(
      [...this.checks].map(
        async ([name, check]) => [name, (await passes(check, timeoutMs)) ? 'up' : 'down'] as const,
      ),
    );
    for (const [name, state] of results) if (state === 'up') this.passed.add(name);
    const ready = results.every(
      ([name, state]) => state === 'up' || (this.forStart.has(name) && this.passed.has(name)),
    );
    return { ready, checks: Object.fromEntries(results) };
  }
}

async function passes(check: ReadinessCheck, timeoutMs: number): Promise<boolean> {
  try {
    await pTimeout(check(), { milliseconds: timeoutMs });
    return true;
  } catch {
    return false;
  }
}

@Tag('health', 'For the orchestrator')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: ReadinessChecks,
    private readonly draining: Draining,
  ) {}

  /** The process answers. It says nothing of the servers it needs: restarting would not heal those. */
  @Get('live')
  @Summary({ zh: '进程是否存活', en: 'Tell whether the process is alive' })
  @ApiOkResponse({ description: 'The process is alive' })
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Summary({ zh: '服务是否就绪', en: 'Tell whether the service can take requests' })
  @ApiOkResponse({ description: 'Everything the service needs answers' })
  @ApiServiceUnavailableResponse({
    description: 'A part is down, and the answer lists each; or the process is about to stop',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, checks } = await this.checks.run();
    const { begun: stopping } = this.draining;
    if (!ready || stopping) reply.status(503);
    return { status: stopping ? 'stopping' : ready ? 'ready' : 'not-ready', checks };
  }
}
