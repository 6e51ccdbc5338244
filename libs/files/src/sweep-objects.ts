import { Inject } from '@nestjs/common';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, NIGHTLY, NOTHING, type NextStep } from '#jobs';
import { FILE_STORE, type FileStore } from './stores/file-store.js';

export const sweepObjects = jobKind({ name: 'sweep-objects', payload: NOTHING, schedule: NIGHTLY });

/** Removes from the store what no row names: at once after an erasure, and after a day where a transaction failed. */
@HandlesJob(sweepObjects)
export class SweepObjects {
  constructor(@Inject(FILE_STORE) private readonly store: FileStore) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    if (await this.store.sweep(tx)) return {};
  }
}
