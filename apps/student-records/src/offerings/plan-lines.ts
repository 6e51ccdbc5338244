import type { PlanLineState } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { Seats } from '../domain/change-guards.js';
import { LIVE_STATES, type Registration } from '../domain/registration-states.js';

/** Keeps the newest state of each plan line, in one statement; one that is older than what is known changes nothing. */
export async function keepPlanLines(
  tx: Transaction,
  states: readonly Received<typeof PlanLineState>[],
): Promise<void> {
  const newest = new Map(
    states.map(({ subject, version, data }) => [
      subject,
      {
        plan_line_id: data.planLineId,
        offering_id: data.offeringId,
        school_code: data.schoolCode,
        year: data.year,
        season: data.season,
        planned: data.planned,
        status: data.status,
        version,
      },
    ]),
  );
  await tx.query(
    `insert into known_plan_lines as known
     select * from json_populate_recordset(null::known_plan_lines, $1) order by plan_line_id
     on conflict (plan_line_id) do update set offering_id = excluded.offering_id, school_code = excluded.school_code,
       year = excluded.year, season = excluded.season, planned = excluded.planned, status = excluded.status,
       version = excluded.version
     where known.version < excluded.version`,
    [JSON.stringify([...newest.values()])],
  );
}

type Cohort = Pick<Registration, 'year' | 'season'>;
const keyOf = (offeringId: string, { year, season }: Cohort) => `${offeringId} ${year} ${season}`;

/**
 * 名额 of offerings, by year and season: what their published lines have, less who studies there. The offerings are locked, so that
 * two that take the last seat take turns.
 */
export async function seatsOf(
  tx: Transaction,
  offeringIds: readonly string[],
): Promise<(offeringId: string, cohort: Cohort) => Seats | undefined> {
  if (offeringIds.length === 0) return () => undefined;
  await tx.query('select from known_offerings where offering_id = any($1) order by offering_id for no key update', [offeringIds]); // prettier-ignore
  const rows = await tx.query<{ offering_id: string; year: number; season: string; free: number }>(
    `select offering_id, year, season, sum(planned)::integer - (
       select count(*)::integer from registrations student
       where student.offering_id = line.offering_id and student.year = line.year and student.season = line.season
         and student.state = any($2)) as free
     from known_plan_lines line where offering_id = any($1) and status <> 'DRAFT'
     group by offering_id, year, season`,
    [offeringIds, LIVE_STATES],
  );
  const seats = new Map(rows.map((row) => [keyOf(row.offering_id, row as never), { free: row.free }]));
  return (offeringId, cohort) => seats.get(keyOf(offeringId, cohort));
}
