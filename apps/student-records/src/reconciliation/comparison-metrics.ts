import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { Metrics } from '#runtime';
import type { Downstream } from '../domain/discrepancy.js';
import type { DiscrepancyCounts } from './daily-comparison.js';

interface Compared {
  age: number;
  discrepancies: DiscrepancyCounts | null;
}

/** Shows what the last {@link DailyComparison} found, and how long ago. A page costs one row, whoever made the run. */
@Injectable()
export class ComparisonMetrics {
  private underWay: Promise<Compared> | undefined;

  constructor(
    metrics: Metrics,
    private readonly transactions: Transactions,
  ) {
    const discrepancies = metrics.gauge({
      name: 'reconciliation_discrepancies',
      help: 'Graduations without what should follow from them, and the reverse, by what the last daily comparison held',
      labelNames: ['stage'],
      collect: async () => {
        discrepancies.reset();
        const counts = Object.entries((await this.last()).discrepancies ?? {}) as [Downstream, number][];
        for (const [stage, count] of counts) discrepancies.set({ stage: stage.toLowerCase() }, count);
      },
    });
    const age = metrics.gauge({
      name: 'reconciliation_comparison_age_seconds',
      help: 'Time since the last daily comparison that had the digests of every service; at first, since the installation',
      collect: async () => {
        age.set((await this.last()).age);
      },
    });
  }

  /** Two gauges show what one statement finds. */
  private last(): Promise<Compared> {
    this.underWay ??= this.transactions
      .run(allSchools, (tx) =>
        tx.query<Compared>(
          'select extract(epoch from now() - compared_at)::float8 as age, discrepancies from daily_comparison',
        ),
      )
      .then(([row]) => row!)
      .finally(() => (this.underWay = undefined));
    return this.underWay;
  }
}
