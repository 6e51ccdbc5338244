import { TODAY_IN_CHINA } from '../classes/classes.js';

/**
 * SQL of the whole months that were studied by a registration: from its beginning to its end or to today, without the days on
 * leave or retained, those of an absence that goes on included; as `graduation-rules.ts` counts of one.
 * @param row alias of a row with the columns of `registrations`
 */
export function MONTHS_STUDIED(row: string): string {
  const until = `least(coalesce(${row}.graduated_on, ${row}.completed_on, ${row}.ended_on, ${TODAY_IN_CHINA}),
    case when ${row}.state in ('ON_LEAVE', 'RETAINED') then ${row}.state_since - 1 else 'infinity' end)`;
  const studied = `age((${until} + 1 - coalesce(${row}.days_away, 0))::timestamp, ${row}.start_on::timestamp)`;
  return `greatest(0, extract(year from ${studied}) * 12 + extract(month from ${studied}))::int`;
}
