import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import type { FoundEntry } from '../domain/answer.js';
import type { Factors } from '../domain/factors.js';
import { ENTRY_COLUMNS, type EntryRow, foundEntry } from './entry-row.js';
import { EntrySealer } from './entry-sealer.js';

/** More certificates than one person ever holds. */
const MAX_OF_ONE_PERSON = 20;

/**
 * The entries that both factors fit. One look at one index that knows only the pair: a wrong name and a wrong
 * number take the same way and the same time.
 */
@Injectable()
export class FindEntries {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: EntrySealer,
  ) {}

  async find(factors: Factors): Promise<FoundEntry[]> {
    const index = factors.by === 'ID_NUMBER' ? 'id_and_name' : 'number_and_name';
    const rows = await this.transactions.run(allSchools, (tx) =>
      tx.query<EntryRow>(
        `select ${ENTRY_COLUMNS} from entries where ${index} = $1 order by issue_date desc limit $2`,
        [this.sealer.index(factors), MAX_OF_ONE_PERSON],
      ),
    );
    return rows.map((row) =>
      foundEntry(row, this.sealer.open(row.certificate_no, row.identity, row.sealed_key)),
    );
  }
}
