import { Injectable } from '@nestjs/common';
import type { LookupStatus } from '#contracts/published';
import { allSchools, Transactions } from '#database';
import { page } from '#runtime';
import type { EntryPage, EntryView, PageQuery } from './entry-view.js';

interface Row {
  certificate_no: string;
  status: LookupStatus;
  status_at: Date;
  visible_at: Date;
  event_id: string;
  correlation_id: string;
}

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

  /** By certificate number; the cursor is the last number of the page before. */
  async page({ limit, cursor = '' }: PageQuery): Promise<EntryPage> {
    const rows = await this.transactions.run(allSchools, (tx) =>
      tx.query<Row>(
        `select ${COLUMNS} from entries where certificate_no > $1 order by certificate_no limit $2`,
        [cursor, limit + 1],
      ),
    );
    return page(rows, limit, (row) => row.certificate_no, view);
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
