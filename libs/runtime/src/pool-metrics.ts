import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { Metrics } from './metrics.js';

/**
 * Shows the connections to the database, by OpenTelemetry's names. Requests and reactions share them; the relay has one
 * of its own, which is not among them.
 */
@Injectable()
export class PoolMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    @Optional() @Inject(DataSource) private readonly dataSource?: DataSource,
  ) {}

  onModuleInit(): void {
    if (!this.dataSource) return;
    const pool = (this.dataSource.driver as unknown as { master: pg.Pool }).master;
    const label = { db_client_connection_pool_name: String(this.dataSource.driver.database) };
    this.showCount(pool, label);
    this.show('max', 'Connections that the pool may open', label, () => pool.options.max);
    this.show('pending_requests', 'Transactions that wait because all connections are in use', label, () =>
      stuckIn(pool),
    );
  }

  private showCount(pool: pg.Pool, label: Record<string, string>): void {
    const gauge = this.metrics.gauge({
      name: 'db_client_connection_count',
      help: 'Connections of the pool, by what they do',
      labelNames: [...Object.keys(label), 'db_client_connection_state'],
      collect: () => {
        gauge.set({ ...label, db_client_connection_state: 'idle' }, pool.idleCount);
        gauge.set({ ...label, db_client_connection_state: 'used' }, pool.totalCount - pool.idleCount);
      },
    });
  }

  private show(what: string, help: string, label: Record<string, string>, value: () => number): void {
    this.metrics.gauge({
      name: `db_client_connection_${what}`,
      help,
      labelNames: Object.keys(label),
      collect() {
        this.set(label, value());
      },
    });
  }
}

/** A request passes through the queue also when there is a connection for it, as do those of this very page. */
function stuckIn({ waitingCount, idleCount, totalCount, options }: pg.Pool): number {
  return Math.max(0, waitingCount - idleCount - (options.max - totalCount));
}
