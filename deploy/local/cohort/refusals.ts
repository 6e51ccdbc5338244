import type { Refused } from './api.ts';

interface Counted extends Refused {
  step: string;
  count: number;
}

/** What was refused on the way, counted by step and code. */
export class Refusals {
  #counts = new Map<string, Counted>();

  add(step: string, refused: Refused[]): void {
    for (const { code, title } of refused) {
      const key = `${step} ${code}`;
      const known = this.#counts.get(key) ?? { step, code, title, count: 0 };
      known.count += 1;
      this.#counts.set(key, known);
    }
  }

  get list(): Counted[] {
    return [...this.#counts.values()];
  }
}
