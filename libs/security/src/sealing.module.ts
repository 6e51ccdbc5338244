import { type DynamicModule, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { Metrics } from '#runtime';
import { DATA_KEYS, ringKeysInUse, type SealedColumn } from './sealed-columns.js';
import { Sealer } from './sealer.js';

const SEALED_COLUMNS = Symbol('SEALED_COLUMNS');

/** Shows which keys of the ring are in use: one that is not, and is not the current one, may leave the ring. */
@Injectable()
class SealingMetrics implements OnModuleInit {
  constructor(
    @Inject(SEALED_COLUMNS) private readonly columns: SealedColumn[],
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const gauge = this.metrics.gauge({
      name: 'sealing_keys_in_use',
      help: '1 where anything in the database is sealed by this key of SEALING_KEYS, 0 where nothing is',
      labelNames: ['key_id'],
      collect: async () => {
        const inUse = new Set(await this.inUse());
        gauge.reset();
        for (const key_id of new Set([...this.sealer.keyIds, ...inUse]))
          gauge.set({ key_id }, inUse.has(key_id) ? 1 : 0);
      },
    });
  }

  private inUse(): Promise<string[]> {
    return this.transactions.run(allSchools, async (tx) => {
      const used: string[] = [];
      for (const column of this.columns) used.push(...(await ringKeysInUse(tx, column)));
      return used;
    });
  }
}

/** For a service with data keys. */
@Module({})
export class SealingModule {
  /** @param columns what the ring seals in this service beside the data keys */
  static forRoot(columns: SealedColumn[] = []): DynamicModule {
    return {
      module: SealingModule,
      providers: [{ provide: SEALED_COLUMNS, useValue: [DATA_KEYS, ...columns] }, SealingMetrics],
    };
  }
}
