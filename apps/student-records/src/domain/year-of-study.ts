import { addDays, addMonths, monthsBetween } from './months.js';
import type { RegistrationState } from './registration-states.js';

/** What of a registration its year of study is counted by. */
export interface Studying {
  readonly startOn: string;
  /** days on leave or retained that are over */
  readonly daysAway?: number | undefined;
  /** 留级: how often a year was repeated */
  readonly repeats?: number | undefined;
  readonly state?: RegistrationState;
  /** of who is away: since when */
  readonly stateSince?: string | undefined;
}

/**
 * 第几学年, on a day: school years begun since the first day of the month of entry, without the days on leave or retained, those of an
 * absence that goes on included, and without the years that were repeated; 1 at least. [D] `year-of-study-sql.ts` says the same
 * of many.
 */
export function yearOfStudy(studying: Studying, on: string): number {
  const { startOn, daysAway = 0, repeats = 0, state, stateSince } = studying;
  const isAway = state === 'ON_LEAVE' || state === 'RETAINED';
  const until = isAway && stateSince !== undefined && stateSince < on ? stateSince : on;
  const months = monthsBetween(firstOfMonth(startOn), addDays(until, -daysAway));
  return Math.max(1, 1 + Math.floor(months / 12) - repeats);
}

/** When those have begun who are in a year of study on a day, and were never away and repeated nothing: from a day on, before another. */
export function beginningsOf(year: number, on: string): { from: string; before: string } {
  const firstAfter = (yearsAgo: number) => addMonths(firstOfMonth(addMonths(on, -12 * yearsAgo)), 1);
  return { from: firstAfter(year), before: year === 1 ? '9999-12-31' : firstAfter(year - 1) };
}

const firstOfMonth = (day: string) => `${day.slice(0, 8)}01`;
