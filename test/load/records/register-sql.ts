const now = new Date();
/** Of the last intake that has begun. */
export const LAST_YEAR = now.getMonth() < 8 ? now.getFullYear() - 1 : now.getFullYear();

interface Size {
  readonly students: number;
  readonly schools: number;
  readonly lastYear: number;
}

/**
 * One registration of each person. Ids begin with the moment of the application, as those of the service do, so a later year stands
 * behind an earlier one; student numbers have year and school.
 */
export const REGISTER = ({ students, schools, lastYear }: Size) => `
  insert into schools (school_code, uscc, name, school_type, authority_code, authority_tier, region_code, status, version)
  select 'R' || n, '1250000045040000A' || n % 10, '样例' || n, 'TECHNICIAN_COLLEGE',
    case n % 4 when 0 then '50010' || n % 8 else '500000' end, case n % 4 when 0 then 'DISTRICT' else 'CITY' end, '50010' || n % 8, 'ACTIVE', 1
  from generate_series(1, ${schools}) n;

  insert into registrations (registration_id, person_id, application_id, school_code, state, version, offering_id, plan_line_id,
    year, season, source_type, tags, channel, scope, study_mode, level, programme_type, prior_education, major_catalogue_version,
    major_code, major_name, start_on, duration_months, checked_in_on, submitted_by, submitted_at, identity_mismatch, student_no,
    approved_by, approved_at, leaves_taken, days_away, state_since, return_expected_on, graduated_on, graduation_batch_id)
  select (lpad(to_hex((extract(epoch from make_date(year, 5, 1) + (n * 7919 % 8000000) * interval '1 second') * 1000)::bigint), 12, '0')
      || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
    person_id, gen_random_uuid(), 'R' || 1 + n % ${schools}, state,
    case state when 'ACTIVE' then 2 else 3 end + case when n % 20 = 0 and state <> 'ON_LEAVE' then 2 else 0 end, person_id, person_id,
    year, 'AUTUMN', (array['JUNIOR_CURRENT', 'SENIOR_CURRENT', 'ENTERPRISE_EMPLOYEE'])[1 + n % 3], '{}', 'ONLINE', 'IN_CITY',
    case when n % 8 = 0 then 'PART_TIME' else 'FULL_TIME' end, (array['SENIOR', 'INTERMEDIATE', 'TECHNICIAN'])[1 + n % 3], 'REGULAR',
    '初中', '2022', 'M' || n % 182, '样例专业', make_date(year, 9, 1), 36, make_date(year, 9, 1), 'bench', make_date(year, 9, 1), false,
    year || 'R' || lpad((1 + n % ${schools})::text, 2, '0') || lpad(n::text, 7, '0'), 'officer', make_date(year, 10, 15), 0,
    case when n % 20 = 0 and state <> 'ON_LEAVE' then 180 end, case when n % 20 = 0 or state = 'ON_LEAVE' then make_date(year, 9, 1) + 200 end,
    case when state = 'ON_LEAVE' then current_date + 90 end, case when state = 'GRADUATED' then make_date(year + 3, 6, 30) end,
    case when state = 'GRADUATED' then gen_random_uuid() end
  from (select *, case when year < ${lastYear} - 2 then 'GRADUATED' when n % 100 = 1 and year < ${lastYear} then 'ON_LEAVE' else 'ACTIVE' end as state
    from (select person_id, n, ${lastYear} - 4 + n * 5 / ${students} as year
          from (select person_id, (row_number() over (order by person_id) - 1)::int as n from persons) numbered) entered) stood;`;

/** Submitted, approved, perhaps on leave and back, perhaps graduated. */
const HISTORY = `
  insert into registrations_history (registration_id, version, school_code, state, happened, effective_on, recorded_at, actor, data)
  select registration_id, row_number() over (partition by registration_id order by step.recorded), school_code, step.state, step.happened, step.on_day, step.recorded,
    'bench', jsonb_strip_nulls(to_jsonb(registrations)) || jsonb_build_object('state', step.state)
  from registrations cross join lateral (values
    ('SUBMITTED', 'submit-registrations', start_on, start_on + 1, true),
    ('ACTIVE', 'approve-registrations', start_on, start_on + 45, true),
    ('ON_LEAVE', 'apply-status-change', start_on + 200, start_on + 201, state_since is not null),
    ('ACTIVE', 'apply-status-change', start_on + 380, start_on + 381, days_away is not null),
    ('GRADUATED', 'graduate-registrations', graduated_on, graduated_on + 5, graduated_on is not null)
  ) step (state, happened, on_day, recorded, so) where so;`;

/** As the migration does for what is there already. */
const LEDGER = `
  do $$
  begin
    perform set_config('jiangtu.scope', 'all', true);
    for each_version in 1 .. (select max(version) from registrations_history) loop
      perform add_movements(array_agg(registration_id), array_agg(version))
        from registrations_history where version = each_version;
    end loop;
  end $$;`;

/** Everybody live is in a class of some thirty; one in a hundred had another name, one in two hundred another document. */
const CLASSES = `
  insert into classes (class_id, school_code, state, version, code, name, year, season, study_mode, level, major_code, major_name,
    programme_type, planned_size, head_teachers, opened_by, opened_at)
  select gen_random_uuid(), school_code, 'OPEN', 1, year || '-' || n, '样例' || n || '班', year, 'AUTUMN', 'FULL_TIME', 'SENIOR', 'M1', '样例专业',
    'REGULAR', 30, '[]', 'bench', make_date(year, 9, 1)
  from (select school_code, year, count(*) as many from registrations where graduated_on is null group by 1, 2) cohort,
    generate_series(1, many / 30 + 1) n;

  insert into class_memberships (membership_id, registration_id, class_id, school_code, state, version, from_on, misfits, placed_by, placed_at)
  select gen_random_uuid(), registration_id, class_id, school_code, 'CURRENT', 1, start_on, '{}', 'bench', start_on
  from (select registration_id, school_code, year, start_on, row_number() over (partition by school_code, year order by registration_id) as n
        from registrations where graduated_on is null) student
  join (select class_id, school_code, year, row_number() over (partition by school_code, year order by code) as n from classes) class
    using (school_code, year)
  where class.n = 1 + student.n / 30;

  insert into person_names (person_id, change_id, name, name_pinyin, name_initials, sex, birth_date, valid_to)
  select person_id, gen_random_uuid(), name || '曾', name_pinyin || 'zeng', name_initials || 'z', sex, birth_date, '2025-01-01'
  from persons where abs(hashtext(person_id::text)) % 100 = 0;

  insert into person_documents (document_id, person_id, id_type, id_number, id_number_index, held_until, change_id)
  select gen_random_uuid(), person_id, id_type, id_number, 'former ' || person_id, '2025-01-01', gen_random_uuid()
  from persons where abs(hashtext(person_id::text)) % 200 = 0;`;

export const MORE_OF_THEM = HISTORY + CLASSES + LEDGER;
