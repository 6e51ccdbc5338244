const CHINA = `at time zone 'Asia/Shanghai'`;
const FROM = `$1::date::timestamp ${CHINA}`;
const DAY = `(ended.approved_at ${CHINA})::date`;

/**
 * One statement, so that all of it is of one moment: what this service graduated, held against the newest complete
 * digests. $1 and $2: first and last day; $3: a school or null; $4: most differences of a kind that are named.
 *
 * Of the days before the first one those are compared on which something was revoked since then, here or by what another service
 * tells. Who tells of the span and not of such a day, has revoked nothing of it since: what it holds is taken to be as it was.
 */
export const COMPARE = `
with span_run as (
  select distinct on (service) service, as_of, older_days from digest_runs where from_day = $1
  order by service, as_of desc
),
-- Whatever is certified: graduations, completions, and early leavings (肄业).
ended as not materialized (
  select batch.school_code, item.registration_id, batch.approved_at, item.revoked_at, batch.kind <> 'GRADUATION' as has_no_case
  from graduation_items item join graduation_batches batch using (batch_id) where item.excluded_at is null
  union all
  -- Of who studies again none is left, also where a version that knew of no early leavings has led them back.
  select leaving.school_code, registration_id, leaving.approved_at,
    coalesce(reversed_at, case when state <> 'WITHDRAWN' then now() end), true
  from early_leavings leaving join registrations using (registration_id)
),
older as (
  select ${DAY} as day from ended where revoked_at >= ${FROM} and approved_at < ${FROM}
  union select unnest(older_days) from span_run
),
graduation as (
  select distinct on (school_code, day, registration_id) ended.school_code, ${DAY} as day, ended.registration_id,
    case when ended.revoked_at is null then 'LIVE' else 'REVOKED' end as standing,
    -- A completion has no case; who graduates again has one, which counts for the last graduation.
    ended.has_no_case or exists (
      select from graduation_items later join graduation_batches after using (batch_id)
      where later.registration_id = ended.registration_id and later.excluded_at is null
        and after.approved_at > ended.approved_at) as has_no_case,
    coalesce(ended.revoked_at, ended.approved_at) as at
  from ended
  where ($3::text is null or ended.school_code = $3)
    and ((ended.approved_at >= ${FROM} and ended.approved_at < ($2::date + 1)::timestamp ${CHINA})
      or ${DAY} in (select day from older))
  order by school_code, day, registration_id, ended.approved_at desc
),
digest as (
  select digests.* from digests join digest_runs run using (service, as_of)
  where ($3::text is null or school_code = $3)
    and (day between $1 and $2 and day between run.from_day and run.to_day
      or day = any (run.older_days) and day in (select day from older))
    and not exists (
      select from digest_runs newer
      where newer.service = digests.service and newer.as_of > digests.as_of
        and (digests.day between newer.from_day and newer.to_day or digests.day = any (newer.older_days)))
),
silent as (
  select service, day from older cross join span_run where day <> all (older_days)
),
told as (
  select service, school_code, day, "registrationId" as registration_id, "certificateNo" as certificate_no,
    case when item.revoked then 'REVOKED' else 'LIVE' end as standing, at
  from digest cross join lateral jsonb_to_recordset(items)
    as item ("registrationId" uuid, "certificateNo" text, revoked boolean, at timestamptz)
),
followed as (
  select * from told
  union all
  select service, school_code, day, registration_id, certificate_no,
    case when at >= ${FROM} then 'LIVE' else standing end, at
  from silent join graduation using (day)
  left join lateral (
    select certificate_no from registration_certificates known
    where known.registration_id = graduation.registration_id order by certificate_no limit 1) known on true
  where service = 'certificates' or (service = 'employment' and not has_no_case)
),
item as materialized (
  select * from followed
  union all
  select silent.service, school_code, day, null, certificate_no,
    case when at >= ${FROM} then 'LIVE' else standing end, at
  from silent join followed using (day)
  where silent.service = 'certificate-lookup' and followed.service = 'certificates'
),
-- One of a registration, a live one first: a student may graduate again after a revocation.
certificate as (
  select distinct on (school_code, day, registration_id) school_code, day, registration_id, certificate_no, standing,
    at, count(*) filter (where standing = 'LIVE') over (partition by school_code, day, registration_id) as live
  from item where service = 'certificates'
  order by school_code, day, registration_id, standing, certificate_no desc
),
tracked as (select * from item where service = 'employment'),
uneven_registration as (
  select school_code, day, registration_id, certificate.certificate_no, graduation.standing as graduation,
    certificate.standing as certificate, coalesce(certificate.live, 0) as live_certificates,
    case when has_no_case then null else graduation.standing end as expected_case, tracked.standing as "case",
    coalesce(graduation.at, certificate.at, tracked.at) as since
  from graduation
  full join certificate using (school_code, day, registration_id)
  full join tracked using (school_code, day, registration_id)
  where graduation.standing is distinct from certificate.standing or certificate.live > 1
    or (case when has_no_case then null else graduation.standing end) is distinct from tracked.standing
),
uneven_certificate as (
  select school_code, day, issued.registration_id, certificate_no, issued.standing as certificate,
    entry.standing as entry, coalesce(issued.at, entry.at) as since
  from (select * from item where service = 'certificates') issued
  full join (select * from item where service = 'certificate-lookup') entry using (school_code, day, certificate_no)
  where issued.standing is distinct from entry.standing and certificate_no is not null
),
counted as (
  select school_code, day, 'student-records' as service, count(*) filter (where standing = 'LIVE')::int as live,
    count(*) filter (where standing = 'REVOKED')::int as revoked
  from graduation group by 1, 2
  union all
  select school_code, day, service, live, revoked from digest where part = 1
  union all
  select school_code, day, service, count(*) filter (where standing = 'LIVE')::int,
    count(*) filter (where standing = 'REVOKED')::int
  from item join silent using (service, day) group by 1, 2, 3
),
covered as (
  select each.day, run.service, max(run.as_of) as as_of
  from (select distinct day from counted) each
  join digest_runs run on each.day between run.from_day and run.to_day or (each.day < $1 and run.from_day = $1)
  group by 1, 2
),
newest as (
  select distinct on (service) service, as_of, dead_letters_open, dead_letters
  from digest_runs order by service, as_of desc
)
select
  (select coalesce(json_agg(each order by each.day, each.school_code), '[]') from counted each) as counted,
  (select coalesce(json_agg(each), '[]') from covered each) as covered,
  (select coalesce(json_agg(each), '[]') from newest each) as newest,
  (select count(*)::int from uneven_registration) + (select count(*)::int from uneven_certificate) as uneven,
  (select coalesce(json_agg(each), '[]') from (
    select uneven_registration.*, known.certificate_no as known_certificate_no
    from (select * from uneven_registration order by since limit $4) uneven_registration
    left join lateral (
      select certificate_no from registration_certificates known
      where known.registration_id = uneven_registration.registration_id order by status = 'VALID' desc limit 1
    ) known on true) each) as registrations,
  (select coalesce(json_agg(each), '[]') from (
    select * from uneven_certificate order by since limit $4) each) as certificates`;
