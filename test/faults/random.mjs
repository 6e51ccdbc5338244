/** Numbers that a seed determines (mulberry32): the same seed draws the same faults. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** @returns {number} at least 0, less than 1 */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between = (from, to) => from + Math.floor(this.next() * (to - from + 1));
  pick = (items) => items[Math.floor(this.next() * items.length)];
  /** @param {[weight: number, item: unknown][]} weighted */
  weigh(weighted) {
    let left = this.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
    return weighted.find(([weight]) => (left -= weight) < 0)[1];
  }
}
