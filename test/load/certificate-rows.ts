/**
 * The certificates of a whole country, as expressions for their rows and, for some of them, as JavaScript: the nth
 * certificate has the same number in both. Twenty years of 2,400 schools, a graduation batch of 100 students after the
 * other; four of five batches in summer; three certificates in a hundred are revoked.
 */
const YEARS = 20;
const SCHOOLS = 2_400;
const FIRST_YEAR = 2006;
const PROVINCES =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65'.split(' ');
const REVOKED_OF_100 = 3;

const certificatesOfAYear = (total: number) => Math.ceil(total / YEARS);
export const firstOfLastYear = (total: number): number => (YEARS - 1) * certificatesOfAYear(total);

/** Number of the nth certificate of `total`, counted from 0: year, authority, school, level, serial. */
export function numberOf(n: number, total: number): string {
  const year = Math.floor(n / certificatesOfAYear(total));
  const batch = Math.floor((n % certificatesOfAYear(total)) / 100);
  const school = batch % SCHOOLS;
  const level = 2 + (Math.floor(batch / SCHOOLS) % 3);
  const serial = Math.floor(batch / (SCHOOLS * 3)) * 100 + (n % 100) + 1;
  return `${FIRST_YEAR + year}${PROVINCES[school % PROVINCES.length]}0000${pad(school, 4)}${level}${pad(serial, 5)}`;
}

const pad = (value: number, length: number) => String(value).padStart(length, '0');

export const isRevoked = (n: number): boolean => (n * 37) % 100 < REVOKED_OF_100;

/** The certificates from $1 to before $2 of `total`, as `numbered`: n, number, school, day, status. */
export const certificatesOf = (total: number): string => `(
  select n, lpad(school::text, 4, '0') as school,
    (${FIRST_YEAR} + year)::text || ('{${PROVINCES.join(',')}}'::text[])[1 + school % ${PROVINCES.length}] || '0000' || lpad(school::text, 4, '0')
      || (2 + (batch / ${SCHOOLS}) % 3)::text || lpad(((batch / ${SCHOOLS * 3}) * 100 + n % 100 + 1)::text, 5, '0') as number,
    case when batch % 5 < 4 then make_date(${FIRST_YEAR} + year, 6, 20) + (batch * 7) % 30
      else make_date(${FIRST_YEAR} + year, 1, 1) + (batch * 13) % 365 end as day,
    case when (n::bigint * 37) % 100 < ${REVOKED_OF_100} then 'REVOKED' else 'VALID' end as status
  from (select n, n / ${certificatesOfAYear(total)} as year, (n % ${certificatesOfAYear(total)}) / 100 as batch,
      (n % ${certificatesOfAYear(total)}) / 100 % ${SCHOOLS} as school
    from generate_series($1::int, $2::int - 1) n) as parts) as numbered`;

/** An id of version 7 that grows with n, as those do that the services make: new ones go to the end of an index. */
export const id = (kind: string, n = 'n'): string =>
  `(lpad(to_hex(1150000000000 + ${n} * 25::bigint), 12, '0') || '7${kind}8' || left(md5('${kind}' || ${n}), 15))::uuid`;

export const hash = (salt: string): string => `left(encode(sha256(('${salt}' || n)::bytea), 'base64'), 43)`;

const version = `case numbered.status when 'VALID' then 1 else 2 end`;
const state = id('00a');

/** By which columns the rows of the lookup differ from those that it wrote itself of one certificate. */
export const IN_LOOKUP: Record<string, Record<string, string>> = {
  entries: {
    certificate_no: 'number',
    number_and_name: hash('a'),
    id_and_name: hash('b'),
    school_code: 'school',
    issue_date: 'day',
    status: 'numbered.status',
    status_at: 'day + make_interval(secs => n % 86400)',
    visible_at: 'day + make_interval(secs => n % 86400 + 2)',
    event_id: state,
    correlation_id: `${id('00b')}::text`,
    version,
  },
  data_keys: { subject: `'entry:' || number` },
  aggregate_versions: { subject: 'number', version },
  // Now: older ones would be forgotten meanwhile.
  inbox: { event_id: state, handled_at: 'now()' },
};
