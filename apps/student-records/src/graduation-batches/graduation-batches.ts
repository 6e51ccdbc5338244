import { aggregate } from '#aggregates';
import { GraduationBatch } from '../domain/graduation-batch.js';

/** 毕业批次 in its table. Whoever locks takes the batch first, then registrations: so two commands cannot deadlock. */
export const graduationBatches = aggregate({
  name: 'graduation-batch',
  table: 'graduation_batches',
  id: 'batchId',
  school: 'schoolCode',
  states: GraduationBatch,
});
