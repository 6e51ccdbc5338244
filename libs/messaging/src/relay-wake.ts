import { Injectable } from '@nestjs/common';

/** Where events were committed: by this process, or by another one of the service. */
export type Committed = 'here' | 'elsewhere';

/** Wakes this process's relay when events have been committed, so that it need not poll fast. */
@Injectable()
export class RelayWake {
  private pending: Committed | undefined;
  private resume: (() => void) | undefined;

  from(where: Committed): void {
    if (this.pending !== 'here') this.pending = where;
    this.resume?.();
  }

  /** Resolves at the next wake, at once if there was one since the last call, else after `milliseconds`. */
  async orAfter(milliseconds: number): Promise<Committed | undefined> {
    if (this.pending === undefined)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.resume = () => (clearTimeout(timer), resolve());
      });
    this.resume = undefined;
    const woken = this.pending;
    this.pending = undefined;
    return woken;
  }
}
