import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { describeError } from '#database';
import { ImportSteps } from './import-steps.js';

/** How long an import may lie that another process of the service left behind; what is uploaded here starts at once. */
const LOOK_AGAIN_MS = 30_000;
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 5_000;

/**
 * Moves imports on, in this process, one step after the other. What is to be done stands in the tables and nowhere
 * else: a process that starts goes on where one has died. Between two imports it holds a timer and nothing else.
 */
@Injectable()
export class ImportWorker
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger(ImportWorker.name);
  private running: Promise<void> = Promise.resolve();
  private stopping = false;
  private isWoken = false;
  private endWait: (() => void) | undefined;

  constructor(private readonly steps: ImportSteps) {}

  /** To be called when a job is there to be moved on, after the commit that put it there. */
  wake(): void {
    this.isWoken = true;
    this.endWait?.();
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** Not waited for here: readiness would be refused only after it. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    this.endWait?.();
  }

  /** Before the connections to the database go: the step in hand is done to its end. */
  async onApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    let backOff = 0;
    while (!this.stopping) {
      this.isWoken = false;
      try {
        const worked = await this.steps.next();
        backOff = 0;
        if (!worked) await this.wait(LOOK_AGAIN_MS);
      } catch (error) {
        backOff = Math.min(backOff * 2 || FIRST_BACK_OFF_MS, LONGEST_BACK_OFF_MS);
        this.logger.warn(`Imports wait for ${backOff} ms: ${describeError(error)}`);
        await this.wait(backOff);
      }
    }
  }

  private async wait(milliseconds: number): Promise<void> {
    if (this.isWoken || this.stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.endWait = () => (clearTimeout(timer), resolve());
    });
    this.endWait = undefined;
  }
}
