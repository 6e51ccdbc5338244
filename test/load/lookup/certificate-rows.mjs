import { MAJOR_NAMES } from '../../../deploy/local/sample/majors.ts';

/**
 * The certificates of a whole country, as the statements that make their rows and, for some of them, as JavaScript: the
 * nth certificate has the same number in both. Twenty years of 2,400 schools, a graduation batch of 100 students after
 * the other; four of five batches in summer; three certificates in a hundred are revoked.
 */
const YEARS = 20;
const SCHOOLS = 2_400;
const FIRST_YEAR = 2006;
const PROVINCES =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65'.split(' ');
const REVOKED_OF_100 = 3;
const MAJORS = Object.values(MAJOR_NAMES).flatMap((names) => names.split(' '));

const certificatesOfAYear = (total) => Math.ceil(total / YEARS);
export const firstOfLastYear = (total) => (YEARS - 1) * certificatesOfAYear(total);

/** Number of the nth certificate of `total`, counted from 0: year, authority, school, level, serial. */
export function numberOf(n, total) {
  const year = Math.floor(n / certificatesOfAYear(total));
  const batch = Math.floor((n % certificatesOfAYear(total)) / 100);
  const school = batch % SCHOOLS;
  const level = 2 + (Math.floor(batch / SCHOOLS) % 3);
  const serial = Math.floor(batch / (SCHOOLS * 3)) * 100 + (n % 100) + 1;
  return `${FIRST_YEAR + year}${PROVINCES[school % PROVINCES.length]}0000${pad(school, 4)}${level}${pad(serial, 5)}`;
}

const pad = (value, length) => String(value).padStart(length, '0');

export const isRevoked = (n) => (n * 37) % 100 < REVOKED_OF_100;

const textArray = (texts) => `'{${texts.join(',')}}'::text[]`;

/** A version 7 id that grows with n, of event or cause. */
const eventId = (kind) =>
  `(lpad(to_hex(1150000000000 + n * 25::bigint), 12, '0') || '7${kind}8' || left(md5('${kind}' || n), 15))::uuid`;
const hash = (salt) => `left(encode(sha256(('${salt}' || n)::bytea), 'base64'), 43)`;
/** Nobody opens these; they are as long as sealed ones. */
const sealed = (head, salt, length) =>
  `'${head}' || left(encode(sha512(('${salt}' || n)::bytea), 'hex'), ${length - head.length})`;

const NUMBERED = (total) => `
  select n, year, school, batch,
    (${FIRST_YEAR} + year)::text || (${textArray(PROVINCES)})[1 + school % ${PROVINCES.length}] || '0000' || lpad(school::text, 4, '0')
      || (2 + (batch / ${SCHOOLS}) % 3)::text || lpad(((batch / ${SCHOOLS * 3}) * 100 + n % 100 + 1)::text, 5, '0') as number,
    case when batch % 5 < 4 then make_date(${FIRST_YEAR} + year, 6, 20) + (batch * 7) % 30
      else make_date(${FIRST_YEAR} + year, 1, 1) + (batch * 13) % 365 end as day,
    case when (n::bigint * 37) % 100 < ${REVOKED_OF_100} then 'REVOKED' else 'VALID' end as status
  from (select n, n / ${certificatesOfAYear(total)} as year, (n % ${certificatesOfAYear(total)}) / 100 as batch,
      (n % ${certificatesOfAYear(total)}) / 100 % ${SCHOOLS} as school
    from generate_series($1::int, $2::int - 1) n) as parts`;

/**
 * The statements that fill the tables of the lookup with certificates from $1 to before $2 of `total`. Rows of
 * `bench_sample` stand in for those whose seals have to open.
 * @param {{ identity: number, key: number }} lengths of a sealed identity and a sealed data key
 */
export const statements = (total, lengths) => ({
  entries: `
    insert into entries (certificate_no, kind, identity, number_and_name, id_and_name, school_code, school_name,
      school_type, major_name, class_type, study_mode, studied_from, studied_to, issue_date, authority_code,
      template_version, treated_as, treatment_rule, status, status_at, visible_at, event_id, correlation_id, version)
    select number, 'GRADUATION', coalesce(sample.identity, ${sealed('d1.', 'i', lengths.identity)}),
      coalesce(sample.number_and_name, ${hash('a')}), coalesce(sample.id_and_name, ${hash('b')}),
      lpad(school::text, 4, '0'), '样例省第' || school || '技师学院', 'TECHNICIAN_COLLEGE',
      (${textArray(MAJORS)})[1 + batch % ${MAJORS.length}] || '（样例）', (array['PREP_TECHNICIAN', 'SENIOR', 'INTERMEDIATE'])[1 + (batch / ${SCHOOLS}) % 3],
      'FULL_TIME', make_date(${FIRST_YEAR - 3} + year, 9, 1), day, day, (${textArray(PROVINCES)})[1 + school % ${PROVINCES.length}] || '0000',
      '2022', 'JUNIOR_COLLEGE', 'T11-2021', status, day + make_interval(secs => n % 86400), day + make_interval(secs => n % 86400 + 2),
      ${eventId('00a')}, ${eventId('00b')}::text, case status when 'VALID' then 1 else 2 end
    from (${NUMBERED(total)}) as numbered left join bench_sample sample using (n)`,
  data_keys: `
    insert into data_keys (subject, sealed_key)
    select 'entry:' || number, coalesce(sample.sealed_key, ${sealed('v1.k1.', 'k', lengths.key)})
    from (${NUMBERED(total)}) as numbered left join bench_sample sample using (n)`,
  aggregate_versions: `
    insert into aggregate_versions (topic, subject, version)
    select 'certificates.lookup.v1', number, case status when 'VALID' then 1 else 2 end
    from (${NUMBERED(total)}) as numbered`,
  // The ids of older events are forgotten after 45 days; the last 45 days hold at most a year's.
  inbox: `
    insert into inbox (event_id, handled_at)
    select ${eventId('00a')}, now() from (${NUMBERED(total)}) as numbered`,
});
