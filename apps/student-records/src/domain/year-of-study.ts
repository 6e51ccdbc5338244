import { addDays, monthsBetween } from './months.js';

/** What of a registration its year of study is counted by. */
export interface Studying {
  readonly startOn: string;
  /** days on leave or retained that are over */
  readonly daysAway?: number | undefined;
  /** 留级: how often a year was repeated */
  readonly repeats?: number | undefined;
}

/**
 * 第几学年, on a day: school years begun since the first day of the month of entry, without the days away and without the years
 * that were repeated; 1 at least. [D]
 */
export function yearOfStudy({ startOn, daysAway = 0, repeats = 0 }: Studying, on: string): number {
  const months = monthsBetween(`${startOn.slice(0, 8)}01`, addDays(on, -daysAway));
  return Math.max(1, 1 + Math.floor(months / 12) - repeats);
}
