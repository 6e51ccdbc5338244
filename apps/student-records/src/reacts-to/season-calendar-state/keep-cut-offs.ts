import { SeasonCalendarState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepCutOffs } from '../../registrations/cut-offs.js';

/** Keeps until when the registrations of a season may be approved. */
@ReactsTo(SeasonCalendarState)
export class KeepCutOffs {
  handle(states: Received<typeof SeasonCalendarState>[], tx: Transaction): Promise<void> {
    return keepCutOffs(tx, states);
  }
}
