import { Injectable } from '@nestjs/common';
import { LookupStatus } from '#contracts/published';
import { allSchools, Transactions } from '#database';
import type { z } from 'zod';
import { listOf } from '#runtime';
import type { EntryPage, EntryView } from './entry-view.js';

interface Row {
  certificate_no: string;
  status: LookupStatus;
  status_at: Date;
  visible_at: Date;
  event_id: string;
  correlation_id: string;
}

const entries = listOf({
  filters: { status: ['status', LookupStatus] },
  sorts: { certificateNo: ['certificate_no'], visibleAt: ['visible_at', 'certificate_no'] },
});
export const EntryFilter = entries.query;
export type EntryFilter = z.infer<typeof EntryFilter>;

const COLUMNS = 'certificate_no, status, status_at, visible_at, event_id, correlation_id';

/** Entries for operators and partners, so that they can prove what has arrived. */
@Injectable()
export class ListEntries {
  constructor(private readonly transactions: Transactions) {}

  async one(certificateNo: string): Promise<EntryView | undefined> {
    const [row] = await this.transactions.run(allSchools, (tx) =>
      tx.query<Row>(`select ${COLUMNS} from entries where certificate_no = $1`, [certificateNo]),
    );
    return row && view(row);
  }

  page(query: EntryFilter): Promise<EntryPage> {
    return this.transactions.run(allSchools, (tx) =>
      entries.page(tx, query, { select: `select ${COLUMNS} from entries`, itemOf: view }),
    );
  }
}

function view(row: Row): EntryView {
  return {
    certificateNo: row.certificate_no,
    status: row.status,
    statusAt: row.status_at.toISOString(),
    visibleAt: row.visible_at.toISOString(),
    eventId: row.event_id,
    correlationId: row.correlation_id,
  };
}
