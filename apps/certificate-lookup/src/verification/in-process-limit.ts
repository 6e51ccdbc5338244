const MOST_CALLERS = 10_000;

/**
 * The limit while Redis is away: counted in this process, and lower, because the other processes count for
 * themselves. It fails neither open (numbers could be tried out) nor closed (nobody could look up anything).
 */
export class InProcessLimit {
  private counts = new Map<string, number>();
  private windowEnds = 0;

  constructor(private readonly windowMs: number) {}

  /** @returns how often the caller has come in this window, and when the window ends, in ms from now */
  count(caller: string, now: number): { count: number; endsInMs: number } {
    if (now >= this.windowEnds) {
      this.counts = new Map();
      this.windowEnds = now + this.windowMs;
    }
    const known = this.counts.get(caller) ?? 0;
    // A flood of addresses must not fill the memory: whoever is new then waits for the next window.
    const count = known === 0 && this.counts.size >= MOST_CALLERS ? Infinity : known + 1;
    if (count !== Infinity) this.counts.set(caller, count);
    return { count, endsInMs: this.windowEnds - now };
  }
}
