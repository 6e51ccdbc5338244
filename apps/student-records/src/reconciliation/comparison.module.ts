import { Module } from '@nestjs/common';
import { KeepDigests } from '../reacts-to/digest/keep-digests.js';
import { CompleteDigests } from '../reacts-to/digests-published/complete-digests.js';
import { ComparisonMetrics } from './comparison-metrics.js';
import { DailyComparison } from './daily-comparison.js';
import { Reconcile } from './reconcile.js';
import { ReconciliationController } from './reconciliation.controller.js';

/** 对账: what the other services hold of graduations, compared with what was graduated. */
@Module({
  controllers: [ReconciliationController, KeepDigests, CompleteDigests],
  providers: [Reconcile, DailyComparison, ComparisonMetrics],
})
export class ComparisonModule {}
