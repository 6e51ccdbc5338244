import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Settings } from './settings.js';

/**
 * The time between being told to stop and taking no more connections. Whoever sends requests here learns of the stop by
 * and by, and until then new connections still come. Meanwhile readiness is refused, and each answer ends its connection,
 * so that none is cut while a request is on its way.
 */
export class Draining implements BeforeApplicationShutdown {
  #begun = false;

  /**
   * Seconds that a caller is told to keep a connection without a request: less than the drain, so that it has either sent
   * on it meanwhile and been told of its end, or has given it up itself. Undefined where the drain is shorter than that.
   */
  readonly idleSeconds: number | undefined;

  constructor(private readonly settings: Pick<Settings, 'SHUTDOWN_DRAIN_MS'>) {
    this.idleSeconds = Math.max(0, Math.ceil(settings.SHUTDOWN_DRAIN_MS / 1_000) - 1) || undefined;
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** @param signal undefined when the program itself closes the service: then nobody has to find out */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.#begun = true;
    if (signal) await sleep(this.settings.SHUTDOWN_DRAIN_MS);
  }
}
