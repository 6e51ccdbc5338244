import { SchoolState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepSchools } from '#copies';

/** Keeps the schools: a district officer sees the certificates of theirs. */
@ReactsTo(SchoolState)
export class KeepSchools {
  handle(states: Received<typeof SchoolState>[], tx: Transaction): Promise<void> {
    return keepSchools(tx, states);
  }
}
