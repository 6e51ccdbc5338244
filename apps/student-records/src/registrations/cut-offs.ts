import type { SeasonCalendarState } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';

/** Keeps the newest state of each 招生日程, in one statement; one that is older than what is known changes nothing. */
export async function keepCutOffs(
  tx: Transaction,
  states: readonly Received<typeof SeasonCalendarState>[],
): Promise<void> {
  const newest = new Map(states.map((state) => [state.subject, rowOf(state)]));
  await tx.query(
    `insert into registration_cut_offs as known
     select * from json_populate_recordset(null::registration_cut_offs, $1) order by calendar_id
     on conflict (calendar_id) do update set registration_cut_off = excluded.registration_cut_off, version = excluded.version
     where known.version < excluded.version`,
    [JSON.stringify([...newest.values()])],
  );
}

const rowOf = ({ data, version }: Received<typeof SeasonCalendarState>) => ({
  calendar_id: data.calendarId,
  year: data.year,
  season: data.season,
  school_code: data.schoolCode ?? null,
  registration_cut_off: data.registrationCutOff ?? null,
  version,
});

interface OfSeason {
  readonly schoolCode: string;
  readonly year: number;
  readonly season: string;
}

/**
 * 学籍注册截止日期 of seasons, each as its school has it: the later one of the city's and its own. They are locked (`for
 * share`), so that none is changed before what rests on them is committed.
 * @returns undefined for a season for which the city has set no calendar
 */
export async function cutOffs(
  tx: Transaction,
  seasons: readonly OfSeason[],
): Promise<(season: OfSeason) => string | undefined> {
  const rows = await tx.query<{ key: string; cut_off: string }>(
    `select concat_ws('/', year, season, school_code) as key, registration_cut_off as cut_off from registration_cut_offs
     where (year, season) in (select * from unnest($1::int[], $2::text[]))
       and (school_code is null or school_code = any($3)) and registration_cut_off is not null
     order by calendar_id for share`,
    [
      seasons.map(({ year }) => year),
      seasons.map(({ season }) => season),
      seasons.map(({ schoolCode }) => schoolCode),
    ],
  );
  const days = new Map(rows.map((row) => [row.key, row.cut_off]));
  return ({ year, season, schoolCode }) => {
    const ofCity = days.get(`${year}/${season}`);
    const own = days.get(`${year}/${season}/${schoolCode}`);
    return ofCity !== undefined && own !== undefined && own > ofCity ? own : ofCity;
  };
}
