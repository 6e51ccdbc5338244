/**
 * One statement, so that all of it is of one moment: what this service graduated, held against the newest complete
 * digests. $1 and $2: first and last day; $3: a school or null; $4: most differences of a kind that are named.
 */
export const COMPARE = `
with graduation as (
  select registration.school_code, (batch.approved_at at time zone 'Asia/Shanghai')::date as day,
    registration.registration_id, case registration.state when 'GRADUATED' then 'LIVE' else 'REVOKED' end as standing,
    coalesce(registration.revoked_at, batch.approved_at) as at
  from graduation_batches batch
  join registrations registration on registration.graduation_batch_id = batch.batch_id
  where batch.approved_at >= $1::date::timestamp at time zone 'Asia/Shanghai'
    and batch.approved_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'
    and ($3::text is null or batch.school_code = $3)
),
digest as (
  select digests.* from digests join digest_runs run using (service, as_of)
  where day between $1 and $2 and day between run.from_day and run.to_day and ($3::text is null or school_code = $3)
    and not exists (
      select from digest_runs newer
      where newer.service = digests.service and newer.as_of > digests.as_of
        and digests.day between newer.from_day and newer.to_day)
),
item as materialized (
  select service, school_code, day, "registrationId" as registration_id, "certificateNo" as certificate_no,
    case when item.revoked then 'REVOKED' else 'LIVE' end as standing, at
  from digest cross join lateral jsonb_to_recordset(items)
    as item ("registrationId" uuid, "certificateNo" text, revoked boolean, at timestamptz)
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
    tracked.standing as "case", coalesce(graduation.at, certificate.at, tracked.at) as since
  from graduation
  full join certificate using (school_code, day, registration_id)
  full join tracked using (school_code, day, registration_id)
  where graduation.standing is distinct from certificate.standing
    or graduation.standing is distinct from tracked.standing or certificate.live > 1
),
uneven_certificate as (
  select school_code, day, issued.registration_id, certificate_no, issued.standing as certificate,
    entry.standing as entry, coalesce(issued.at, entry.at) as since
  from (select * from item where service = 'certificates') issued
  full join (select * from item where service = 'certificate-lookup') entry using (school_code, day, certificate_no)
  where issued.standing is distinct from entry.standing
),
counted as (
  select school_code, day, 'student-records' as service, count(*) filter (where standing = 'LIVE')::int as live,
    count(*) filter (where standing = 'REVOKED')::int as revoked
  from graduation group by 1, 2
  union all
  select school_code, day, service, live, revoked from digest where part = 1
),
covered as (
  select each.day, run.service, max(run.as_of) as as_of
  from (select distinct day from counted) each
  join digest_runs run on each.day between run.from_day and run.to_day
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
