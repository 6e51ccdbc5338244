const EXAMPLES_OF_A_KIND = 3;

/**
 * What became of each request, by the phase in which it was sent. One that got no answer, or a 5xx, has failed; 429
 * counts apart, and any other answer is one.
 */
export class Figures {
  #phases = new Map();
  #current;

  constructor() {
    this.begin('set-up');
  }

  begin(phase) {
    this.#current = { latencies: [], busy: 0, failures: [] };
    this.#phases.set(phase, this.#current);
  }

  /** @returns the function that takes what became of a request that is sent now: its milliseconds, outcome and place */
  sent() {
    const phase = this.#current;
    const at = new Date();
    return ({ milliseconds, failure, busy = false, place }) => {
      phase.latencies.push(milliseconds);
      if (busy) phase.busy += 1;
      if (failure) phase.failures.push({ at, failure, place });
    };
  }

  of(phase) {
    const { latencies, busy, failures } = this.#phases.get(phase);
    const sorted = latencies.toSorted((one, other) => one - other);
    const times = failures.map(({ at }) => at.getTime());
    const kinds = Object.groupBy(failures, ({ failure, place }) => `${place} ${failure}`);
    return {
      requests: sorted.length,
      failed: failures.length,
      busy,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      // From the first request that failed to the last.
      failingSeconds: times.length > 0 ? Math.round((Math.max(...times) - Math.min(...times)) / 100) / 10 : 0,
      failures: Object.fromEntries(Object.entries(kinds).map(([kind, { length }]) => [kind, length])),
      examples: Object.values(kinds).flatMap((each) => each.slice(0, EXAMPLES_OF_A_KIND)),
    };
  }
}

const quantile = (sorted, share) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
