import { type DynamicModule, Module } from '@nestjs/common';
import { DailyDigests } from './daily-digests.js';
import { DIGEST_SOURCE, type DigestSource } from './digest-source.js';
import { DigestsController } from './digests.controller.js';
import { PublishDigests } from './publish-digests.js';

/** A service's part in the reconciliation: it publishes digests of what the source counts. */
@Module({})
export class ReconciliationModule {
  static forRoot(source: DigestSource): DynamicModule {
    return {
      module: ReconciliationModule,
      controllers: [DigestsController],
      providers: [{ provide: DIGEST_SOURCE, useValue: source }, PublishDigests, DailyDigests],
    };
  }
}
