import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { Metrics } from '#runtime';
import { allShards } from './shards.js';

interface OutboxDepth {
  shard: number;
  rows: number;
  age: number;
}

/**
 * What waits in the tables of messaging, asked for when the page of metrics is called. Every process of a service
 * shows the same.
 */
@Injectable()
export class TableMetrics {
  private depthUnderWay: Promise<OutboxDepth[]> | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
  ) {
    this.showDepth('outbox_rows', 'Events that wait to be sent', 'rows');
    this.showDepth('outbox_oldest_age_seconds', 'Age of the event that waits longest to be sent', 'age');
    this.showDeadLetters();
  }

  /** A shard that holds nothing is 0, so that "nothing" can be told from "not known". */
  private showDepth(name: string, help: string, what: 'rows' | 'age'): void {
    const gauge = this.metrics.gauge({
      name,
      help,
      labelNames: ['shard'],
      collect: async () => {
        const depths = await this.outboxDepth();
        gauge.reset();
        for (const shard of allShards) gauge.set({ shard }, 0);
        for (const depth of depths) gauge.set({ shard: depth.shard }, depth[what]);
      },
    });
  }

  /** Two gauges show what one statement finds. */
  private outboxDepth(): Promise<OutboxDepth[]> {
    this.depthUnderWay ??= this.query<OutboxDepth>(
      `select shard, count(*)::int as rows,
         extract(epoch from now() - min(written_at))::float8 as age
       from outbox group by shard`,
    ).finally(() => (this.depthUnderWay = undefined));
    return this.depthUnderWay;
  }

  private showDeadLetters(): void {
    const letters = this.metrics.gauge({
      name: 'dead_letters_open',
      help: 'Events that are set aside until an operator decides',
      labelNames: ['topic', 'reason'],
      collect: async () => {
        const rows = await this.query<{ topic: string; reason: string; open: number }>(
          'select topic, reason, count(*)::int as open from dead_letters where resolved_at is null group by 1, 2',
        );
        letters.reset();
        for (const { topic, reason, open } of rows) letters.set({ topic, reason }, open);
      },
    });
  }

  private query<Row>(sql: string): Promise<Row[]> {
    return this.transactions.run(allSchools, (tx) => tx.query<Row>(sql));
  }
}
