import type { FiguresFilter } from './usage-figures.js';

type Filter = Omit<FiguresFilter, 'by' | 'asOf'>;
export interface Asked {
  readonly filter: Filter;
  /** at the end of this day, `$1` */
  readonly on: string;
  /** whether the targets of the year stand beside the figures */
  readonly withTargets: boolean;
}
type Group = Exclude<FiguresFilter['by'], 'sourceType'>;

/** What tells the figures apart, with its name and what that is read of. */
const GROUPED: Record<Group, { key: string; name?: string; names?: string }> = {
  school: { key: 'school_code', name: 'school_name' },
  district: { key: 'authority_code', name: 'authority.name', names: 'left join authorities authority using (authority_code)' },
  major: { key: 'major_code', name: 'major.name', names: 'left join catalogue_majors major using (catalogue_version, major_code)' },
  level: { key: 'level' },
  mode: { key: 'mode' },
  season: { key: 'season' },
  scope: { key: 'scope' },
}; // prettier-ignore

/** The last version of a row before the end of a day in China (`$1`). */
const lastVersion = (table: string, id: string, columns: string) => `
  cross join lateral (
    select ${columns} from ${table}_history entry
    where entry.${id} = ${table}.${id} and entry.recorded_at < ($1::date + 1)::timestamp at time zone 'Asia/Shanghai'
    order by entry.version desc limit 1) entry`;

/** Conditions of what is asked for, over lines or applications beside their offering and their school of that day. */
function conditionsOf({ filter, on }: Asked, table: string) {
  const values: unknown[] = [on];
  const columns: Record<keyof Filter, string> = {
    year: `${table}.year`,
    season: `${table}.season`,
    scope: `${table}.scope`,
    schoolCode: 'entry.school_code',
    authorityCode: 'school.authority_code',
    majorCode: 'offering.major_code',
    level: 'offering.level',
    mode: 'offering.mode',
  };
  const conditions = Object.entries(columns).flatMap(([name, column]) => {
    const value = filter[name as keyof Filter];
    return value === undefined ? [] : `${column} = $${values.push(value)}`;
  });
  return { where: conditions.join(' and ') || 'true', values };
}

/** @param match the target of a row of `figures` */
function beside({ filter: { year }, withTargets }: Asked, figures: string, match: string, values: unknown[]) {
  const target = withTargets
    ? `(select (entry.data->>'target')::int from annual_targets
        ${lastVersion('annual_targets', 'target_id', 'data')} where annual_targets.year = $${values.push(year)} and ${match})`
    : 'null::int';
  return { sql: `select figures.*, ${target} as target from (${figures}) figures order by key`, values };
}

const OF_CITY = 'level is null and authority_code is null and figures.key is null';
const MATCHES: Partial<Record<Group, string>> = {
  level: 'level is not distinct from figures.key and authority_code is null',
  district: 'authority_code is not distinct from figures.key and level is null',
};

/** Seats of the lines in some statuses. */
const sum = (seats: string, ...statuses: string[]) =>
  `coalesce(sum(${seats}) filter (where lines.status in (${statuses.map((each) => `'${each}'`).join(', ')})), 0)::int`;

/** Figures of plan lines, and of all together (key null), by one statement; `$1` is the day. */
export function figuresOfLines(by: Group, asked: Asked) {
  const { where, values } = conditionsOf(asked, 'plan_lines');
  const { key, name = 'null::text', names = '' } = GROUPED[by];
  const figures = `
    select ${key} as key, max(${name}) as name, ${sum('planned', 'SUBMITTED', 'APPROVED')} as proposed,
      ${sum('planned', 'PUBLISHED', 'CLOSED')} as planned, ${sum('reserved', 'PUBLISHED', 'CLOSED')} as reserved,
      ${sum('used', 'PUBLISHED', 'CLOSED')} as used
    from (
      select entry.state as status, (entry.data->>'planned')::int as planned, (entry.data->>'reserved')::int as reserved,
        (entry.data->>'used')::int as used, entry.school_code, school.name as school_name, school.authority_code, plan_lines.season, plan_lines.scope,
        offering.catalogue_version, offering.major_code, offering.level, offering.mode
      from plan_lines ${lastVersion('plan_lines', 'plan_line_id', 'school_code, state, data')}
      join offerings offering using (offering_id)
      join schools school on school.school_code = entry.school_code
      where ${where}
    ) lines ${names}
    group by grouping sets ((${key}), ())`;
  return beside(asked, figures, MATCHES[by] ?? OF_CITY, values);
}

/** The same by 生源类别, of applications: a plan is made for none of them. */
export function figuresOfSources(asked: Asked) {
  const { where, values } = conditionsOf(asked, 'applications');
  const figures = `
    select entry.data->>'source_type' as key, null::text as name, null::int as proposed, null::int as planned,
      (count(*) filter (where entry.state in ('OFFERED', 'ADMITTED')))::int as reserved,
      (count(*) filter (where entry.state in ('CHECKED_IN', 'REGISTERED', 'STUDY_ENDED')))::int as used
    from applications ${lastVersion('applications', 'application_id', 'school_code, state, data')}
    join offerings offering using (offering_id)
    join schools school on school.school_code = entry.school_code
    where entry.state in ('OFFERED', 'ADMITTED', 'CHECKED_IN', 'REGISTERED', 'STUDY_ENDED') and ${where}
    group by grouping sets ((entry.data->>'source_type'), ())`;
  return beside(asked, figures, OF_CITY, values);
}
