import { LIVE_STATES } from './domain/registration-states.js';
import { beginningsOf } from './domain/year-of-study.js';

interface Studying {
  readonly startOn: string;
  readonly daysAway: string;
  readonly repeats: string;
  /** null where no absence goes on */
  readonly awaySince: string;
}

/** SQL of the year of study on a day, as `domain/year-of-study.ts` counts it of one; all are expressions. */
export const yearOfStudySql = ({ startOn, daysAway, repeats, awaySince }: Studying, on: string): string =>
  `greatest(1, 1 - ${repeats} + extract(year from
    age((least(${on}, ${awaySince}) - ${daysAway})::timestamp, date_trunc('month', ${startOn}::timestamp)))::integer)`;

const IS_AWAY = `state in ('ON_LEAVE', 'RETAINED')`;
const OF_REGISTRATION = {
  startOn: 'start_on',
  daysAway: 'coalesce(days_away, 0)',
  repeats: 'coalesce(repeats, 0)',
  awaySince: `case when ${IS_AWAY} then state_since end`,
};

/**
 * SQL of whether a row of registrations is of who studies in a year of study on a day. Most were never away and repeated nothing, and of
 * them the first day of the studies tells, by which an index finds them; it is counted of the others alone.
 * @param place takes a value to be sent, answers where it stands
 */
export function inYearOfStudy(year: number, on: string, place: (value: unknown) => string): string {
  const { from, before } = beginningsOf(year, on);
  const since = place(from);
  const day = `${place(on)}::date`;
  const wasHeldUp = `(days_away > 0 or repeats > 0 or ${IS_AWAY})`;
  return `state in (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})
    and start_on < ${place(before)} and (start_on >= ${since} or ${wasHeldUp})
    and case when ${wasHeldUp} then ${yearOfStudySql(OF_REGISTRATION, day)} = ${place(year)}::integer
      else start_on >= ${since} end`;
}
