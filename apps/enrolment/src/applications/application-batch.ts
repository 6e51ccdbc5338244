import { z } from 'zod';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { refusedItems } from '#runtime';
import type { RefusedItem } from '../domain/refusal.js';
import { APPLICATION_COLUMNS, type ApplicationRow } from './application-row.js';

export const applicationIds = z.array(id).min(1).max(1000);

export const ApplicationBatchOutcome = z
  .object({ accepted: z.int(), applicationIds: z.array(id), refused: refusedItems })
  .meta({ id: 'ApplicationBatchOutcome' });
export interface ApplicationBatchOutcome {
  accepted: number;
  applicationIds: string[];
  refused: RefusedItem[];
}

/**
 * Locks applications in the order of their ids; those that the scope does not see are not among the answer. Whoever
 * locks takes applications first, then plan lines, then live admissions: so two batches cannot deadlock.
 */
export const lockApplications = (tx: Transaction, ids: string[]) =>
  tx.query<ApplicationRow>(
    `select ${APPLICATION_COLUMNS} from applications where application_id = any($1)
     order by application_id for update`,
    [ids],
  );
