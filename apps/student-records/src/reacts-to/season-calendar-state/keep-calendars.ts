import { SeasonCalendarState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepCalendars } from '../../calendars/season-calendars.js';

/** Keeps until when the registrations of a season may be approved. */
@ReactsTo(SeasonCalendarState)
export class KeepCalendars {
  handle(states: Received<typeof SeasonCalendarState>[], tx: Transaction): Promise<void> {
    return keepCalendars(tx, states);
  }
}
