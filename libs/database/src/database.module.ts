import {
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createDataSource } from './data-source.js';
import { expectPlainRole } from './runtime-rights.js';
import { Transactions } from './transactions.js';

/** Injection token of the service's database address; the runtime provides it from the settings. */
export const DATABASE_URL = Symbol('DATABASE_URL');

@Injectable()
class ClosesDataSource implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async onApplicationShutdown() {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** The service's one database: `Transactions` for work, `DataSource` for what needs the pool itself. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DataSource,
          inject: [DATABASE_URL],
          useFactory: connected,
        },
        Transactions,
        ClosesDataSource,
      ],
      exports: [DataSource, Transactions],
    };
  }
}

async function connected(url: string): Promise<DataSource> {
  const dataSource = await createDataSource(url).initialize();
  await expectPlainRole(dataSource);
  return dataSource;
}
