export interface Random {
  /** at least 0, less than 1 */
  next(): number;
  /** a whole number, at least 0, less than `end` */
  below(end: number): number;
  /** a whole number, both ends included */
  between(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  /** one of them, as often as its weight says */
  weigh<T>(weighted: readonly (readonly [weight: number, item: T])[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** A seeded source of choices (mulberry32): the same seed writes the same sample, byte for byte. */
export function seeded(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    pick: (list) => list[below(list.length)]!,
    weigh(weighted) {
      let left = next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
      return weighted.find(([weight]) => (left -= weight) < 0)![1];
    },
    shuffled(list) {
      const copy = [...list];
      for (let at = copy.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [copy[at], copy[other]] = [copy[other]!, copy[at]!];
      }
      return copy;
    },
  };
}
