/**
 * Steps the wall clock of this process, and nothing else of it, as NTP does on a host whose clock was wrong.
 * @returns puts it back
 */
export function stepWallClock(milliseconds: number): () => void {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts: unknown[]) {
      super(...((parts.length > 0 ? parts : [RealDate.now() + milliseconds]) as [number]));
    }

    static override now() {
      return RealDate.now() + milliseconds;
    }

    static override [Symbol.hasInstance](value: unknown) {
      return value instanceof RealDate;
    }
  } as unknown as DateConstructor;
  return () => void (globalThis.Date = RealDate);
}
