import { Controller, Get, Injectable, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Draining } from './draining.js';
import { Tag } from './openapi-tags.js';
import { Public } from './public.js';
import { within } from './within.js';

export type ReadinessCheck = () => Promise<void>;

/** A check that has not answered by then counts as failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** What has to work before this process can take requests. Libs register their part. */
@Injectable()
export class ReadinessChecks {
  private readonly checks = new Map<string, ReadinessCheck>();

  /** @param check resolves when the part works; what it throws is shown to nobody */
  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /**
   * Of a part that a process must have found before it takes requests, and can then do without for a while. All
   * processes share such a part: were each not ready while it is away, nobody would answer what can be answered.
   */
  registerForStart(name: string, check: ReadinessCheck): void {
    let hasPassed = false;
    this.checks.set(name, async () => {
      if (!hasPassed) await check();
      hasPassed = true;
    });
  }

  /** Runs all checks at once. */
  async run(): Promise<{ ready: boolean; checks: Record<string, 'up' | 'down'> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, (await passes(check)) ? 'up' : 'down'] as const),
    );
    return { ready: results.every(([, state]) => state === 'up'), checks: Object.fromEntries(results) };
  }
}

async function passes(check: ReadinessCheck): Promise<boolean> {
  try {
    await within(CHECK_TIMEOUT_MS, check());
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
  @ApiOkResponse({ description: 'The process is alive' })
  live() {
    return { status: 'live' };
  }

  @Get('ready')
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
