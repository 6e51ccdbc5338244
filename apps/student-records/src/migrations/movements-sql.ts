type Cell = readonly (readonly [name: string, type: string])[];

/** Columns of a cell of the figures, in the order of `movements_of`; those after `state` are the person's and may be unknown. */
export const CELL = [
  ['school_code', 'text not null'],
  ['study_mode', 'text not null'],
  ['level', 'text not null'],
  ['programme_type', 'text not null'],
  ['major_code', 'text not null'],
  ['source_type', 'text not null'],
  ['year', 'integer not null'],
  ['season', 'text not null'],
  ['start_on', 'date not null'],
  ['repeats', 'integer not null'],
  ['state', 'text not null'],
  ['sex', 'text'],
  ['hukou_region', 'text'],
] as const;

/** What of a cell says besides since when a student is away, and how many days they were: the year of study leaves them out. */
export const ABSENCES = [
  ['days_away', 'integer not null default 0'],
  ['away_since', 'date'],
] as const;
export const CELL_WITH_ABSENCES: Cell = [...CELL, ...ABSENCES];

export const namesOf = (cell: Cell) => cell.map(([name]) => name).join(', ');
const typed = (cell: Cell) => cell.map(([name, type]) => `${name} ${type.split(' ')[0]}`).join(', ');

/**
 * Movements of registrations by their history up to a version each. A version holds from its day until a later one with an
 * earlier or later day takes its place; live ones only from the first day of the study on, so that who is registered and never comes
 * is in no figure. Sex and region are those of whom it is of by that version, as they are known now. Whoever calls it sees all schools, since a registration may change its own.
 */
export const movementsOf = (cell: Cell): string => `
  create or replace function movements_of(ids uuid[], versions integer[])
  returns table (registration_id uuid, person_id uuid, moved_on date, ${typed(cell)}, direction smallint, counterpart text, within_unit boolean)
  language sql stable as $$
    with known as (
      select entry.registration_id, entry.version, entry.effective_on, entry.state, entry.school_code, entry.data,
        min(entry.effective_on) over later as ends
      from unnest(ids, versions) as asked (registration_id, version)
      join registrations_history entry
        on entry.registration_id = asked.registration_id and entry.version <= asked.version
      window later as (partition by entry.registration_id order by entry.version
        rows between 1 following and unbounded following)
    ),
    spans as (
      select *, greatest(effective_on, (data->>'start_on')::date) as begins,
        state in ('ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING')
          and coalesce(ends > (data->>'start_on')::date, true) as live
      from known where ends is null or ends > effective_on
    ),
    cells as (
      select known.registration_id, persons.person_id, known.effective_on, known.begins, known.ends, known.live, known.school_code,
        known.data->>'study_mode' as study_mode, known.data->>'level' as level,
        known.data->>'programme_type' as programme_type, known.data->>'major_code' as major_code,
        known.data->>'source_type' as source_type, (known.data->>'year')::integer as year,
        known.data->>'season' as season, (known.data->>'start_on')::date as start_on,
        coalesce((known.data->>'repeats')::integer, 0) as repeats, known.state, persons.sex, persons.hukou_region,
        coalesce((known.data->>'days_away')::integer, 0) as days_away,
        case when known.state in ('ON_LEAVE', 'RETAINED') then (known.data->>'state_since')::date end as away_since,
        -- 转入: before its first version the record at the other school was being transferred
        case when known.data->>'transferred_in_on' is not null then 'TRANSFER_PENDING' end as elsewhere
      from spans known join persons
        on persons.person_id = coalesce(known.data->>'holder_id', known.data->>'person_id')::uuid
    ),
    steps as (
      select *, row(${namesOf(cell)})::text as cell,
        lag(row(${namesOf(cell)})::text) over w as cell_before, lead(row(${namesOf(cell)})::text) over w as cell_after,
        lag(state) over w as state_before, lead(state) over w as state_after,
        -- who was there on the day before
        coalesce(lag(live) over w, false) and begins = effective_on as live_before,
        coalesce(lead(live) over w, false) and lead(begins) over w = ends as live_after,
        lag(row(school_code, study_mode)::text) over w as unit_before,
        lead(row(school_code, study_mode)::text) over w as unit_after
      from cells window w as (partition by registration_id order by effective_on)
    )
    select registration_id, person_id, begins, ${namesOf(cell)}, 1::smallint, nullif(coalesce(state_before, elsewhere), 'SUBMITTED'),
      live_before and unit_before = row(school_code, study_mode)::text
    from steps where live and not (live_before and cell_before = cell)
    union all
    select registration_id, person_id, ends, ${namesOf(cell)}, (-1)::smallint, state_after,
      live_after and unit_after = row(school_code, study_mode)::text
    from steps where live and ends is not null and not (live_after and cell_after = cell)
  $$;`;

/** Adds what versions of registrations, at most one of each, have changed in the movements before them; what stays the same cancels out. */
export const addMovements = (cell: Cell): string => `
  create or replace function add_movements(ids uuid[], versions integer[]) returns void
  language sql as $$
    insert into registration_movements (moved_on, recorded_at, ${namesOf(cell)}, direction, counterpart, within_unit, quantity)
    select moved_on, entry.recorded_at, ${namesOf(cell).replaceAll(/\b(school_code|state)\b/g, 'changed.$1')}, direction, counterpart, within_unit, sum(sign)
    from (
      select 1 as sign, movement.* from movements_of(ids, versions) movement
      union all
      select -1, movement.* from movements_of(ids, array(select version - 1 from unnest(versions) version)) movement
    ) changed
    join unnest(ids, versions) as asked (id, version) on asked.id = changed.registration_id
    join registrations_history entry
      on entry.registration_id = changed.registration_id and entry.version = asked.version
    group by moved_on, entry.recorded_at, ${namesOf(cell).replaceAll(/\b(school_code|state)\b/g, 'changed.$1')}, direction, counterpart, within_unit
    having sum(sign) <> 0
  $$;`;

export const KEEP_MOVEMENTS = `
  create function keep_movements() returns trigger language plpgsql as $$
  declare scope text := current_setting('jiangtu.scope', true);
  begin
    perform set_config('jiangtu.scope', 'all', true);
    perform add_movements(array_agg(registration_id), array_agg(version))
      from written where version > 1 or state <> 'SUBMITTED' having count(*) > 0;
    perform set_config('jiangtu.scope', scope, true);
    return null;
  end $$;
  create trigger keep_movements after insert on registrations_history referencing new table as written
    for each statement execute function keep_movements();
  create trigger keep_movements after update on persons referencing old table as before new table as after
    for each statement execute function keep_movements_of_persons();`;

/**
 * 更正性别、户籍: the person is counted by what is right, on all days, from the moment of the correction on. What an erasure removes is no
 * correction.
 */
export const keepMovementsOfPersons = (cell: Cell): string => `
  create or replace function keep_movements_of_persons() returns trigger language plpgsql as $$
  declare scope text := current_setting('jiangtu.scope', true);
  begin
    perform set_config('jiangtu.scope', 'all', true);
    insert into registration_movements (moved_on, recorded_at, ${namesOf(cell)}, direction, counterpart, within_unit, quantity)
    with corrected as materialized (
      select person_id, before.sex as sex_before, after.sex as sex_after,
        before.hukou_region as region_before, after.hukou_region as region_after
      from before join after using (person_id)
      where (before.sex, before.hukou_region) is distinct from (after.sex, after.hukou_region)
        and after.sex is not null and (after.hukou_region is not null or before.hukou_region is null))
    select moved_on, now(), ${namesOf(cell)
      .replace('sex', 'case sign when 1 then sex_after else sex_before end')
      .replace('hukou_region', 'case sign when 1 then region_after else region_before end')},
      direction, counterpart, within_unit, sign
    from corrected
    cross join lateral (
      select registration_id as id, version from registrations where registrations.person_id = corrected.person_id
      union
      select registration_id, version from registrations where coalesce(holder_id, registrations.person_id) = corrected.person_id
    ) theirs
    cross join (values (1), (-1)) signs (sign)
    cross join movements_of(array[theirs.id], array[theirs.version]) movement
    where movement.person_id = corrected.person_id;
    perform set_config('jiangtu.scope', scope, true);
    return null;
  end $$;`;

/** 主管部门 of each school since when, so that figures of a district stay as they were when a school goes to another one. */
export const SCHOOL_AUTHORITIES = `
  create table school_authorities (
    school_code text not null,
    authority_code text not null,
    since date not null,
    recorded_at timestamptz not null
  );
  create index school_authorities_by_school on school_authorities (school_code, recorded_at);
  insert into school_authorities select school_code, authority_code, '-infinity', '-infinity' from schools;

  create function keep_authorities() returns trigger language plpgsql as $$
  begin
    insert into school_authorities
    values (new.school_code, new.authority_code,
      case tg_op when 'INSERT' then '-infinity' else (now() at time zone 'Asia/Shanghai')::date end,
      case tg_op when 'INSERT' then '-infinity' else now() end);
    return null;
  end $$;
  create trigger keep_authorities after insert on schools for each row execute function keep_authorities();
  create trigger keep_authorities_changed after update of authority_code on schools for each row
    when (old.authority_code is distinct from new.authority_code) execute function keep_authorities();`;
