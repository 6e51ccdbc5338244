import { OfferingState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepOfferings } from '../../offerings/offerings.js';

/** Keeps what schools teach: a student changes the major to what the school offers. */
@ReactsTo(OfferingState)
export class KeepOfferings {
  handle(states: Received<typeof OfferingState>[], tx: Transaction): Promise<void> {
    return keepOfferings(tx, states);
  }
}
