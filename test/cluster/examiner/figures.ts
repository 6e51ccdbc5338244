const EXAMPLES_OF_A_KIND = 3;

interface Failure {
  at: Date;
  failure: string;
  place: string;
}

interface Phase {
  latencies: number[];
  busy: number;
  failures: Failure[];
}

/** What became of a request. */
interface Outcome {
  milliseconds: number;
  failure?: string;
  busy?: boolean;
  place: string;
}

/**
 * What became of each request, by the phase in which it was sent. One that got no answer, or a 5xx, has failed; 429
 * counts apart, and any other answer is one.
 */
export class Figures {
  #phases = new Map<string, Phase>();
  #current = this.#phaseOf('set-up');

  begin(phase: string): void {
    this.#phases.delete(phase);
    this.#current = this.#phaseOf(phase);
  }

  #phaseOf(name: string): Phase {
    const phase = this.#phases.get(name) ?? { latencies: [], busy: 0, failures: [] };
    this.#phases.set(name, phase);
    return phase;
  }

  /** @returns the function that takes what became of a request that is sent now */
  sent(): (outcome: Outcome) => void {
    const phase = this.#current;
    const at = new Date();
    return ({ milliseconds, failure, busy = false, place }) => {
      phase.latencies.push(milliseconds);
      if (busy) phase.busy += 1;
      if (failure) phase.failures.push({ at, failure, place });
    };
  }

  of(phase: string) {
    const { latencies, busy, failures } = this.#phaseOf(phase);
    const sorted = latencies.toSorted((one, other) => one - other);
    const times = failures.map(({ at }) => at.getTime());
    const kinds = Map.groupBy(failures, ({ failure, place }) => `${place} ${failure}`);
    return {
      requests: sorted.length,
      failed: failures.length,
      busy,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      // From the first request that failed to the last.
      failingSeconds: times.length > 0 ? Math.round((Math.max(...times) - Math.min(...times)) / 100) / 10 : 0,
      failures: Object.fromEntries([...kinds].map(([kind, { length }]) => [kind, length])),
      examples: [...kinds.values()].flatMap((each) => each.slice(0, EXAMPLES_OF_A_KIND)),
    };
  }
}

const quantile = (sorted: number[], share: number) =>
  Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
