import { Injectable } from '@nestjs/common';

/** Wakes this process's relay when this process has committed events, so that it need not poll fast. */
@Injectable()
export class RelayWake {
  private pending = false;
  private resume: (() => void) | undefined;

  now(): void {
    this.pending = true;
    this.resume?.();
  }

  /** Resolves at the next wake, at once if there was one since the last call, else after `milliseconds`. */
  async orAfter(milliseconds: number): Promise<void> {
    if (!this.pending)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.resume = () => (clearTimeout(timer), resolve());
      });
    this.resume = undefined;
    this.pending = false;
  }
}
