const AT_ONCE = 50_000;
const COUNTER = 'from generate_series($1::int, $2::int) n';

/** An id of version 7, as the services make them: they grow with time, so new ones go to the end of an index. */
const id = (kind) =>
  `(lpad(to_hex(1700000000000 + n * 20::bigint), 12, '0') || '7${kind}8' || substr(md5('${kind}' || n), 1, 15))::uuid`;
const PERSON = id('00a');
const REGISTRATION = id('00b');
const APPLICATION = id('00c');
const CERTIFICATE = id('00d');
const GRADUATED = id('00e');
const ISSUED = id('00f');
const STATE = id('010');
const CHECKED_IN = id('011');
const SCHOOL = `'E' || lpad((n / 50000)::text, 3, '0')`;
const NUMBER = `'2025500000' || ${SCHOOL} || '3' || lpad((n % 50000)::text, 5, '0')`;
const DAY = `date '2023-07-01' + (n % 800)`;
/** As long as a sealed ID number and a blind index are; nobody opens those of earlier certificates here. */
const SEALED = `'v1.k1.' || substr(encode(sha256(n::text::bytea), 'base64'), 1, 16) || '.' || encode(sha256(('x' || n)::bytea), 'base64')`;
const hash = (salt) => `substr(encode(sha256(('${salt}' || n)::bytea), 'base64'), 1, 43)`;
const dataKeys = (subject) =>
  `insert into data_keys (subject, sealed_key) select ${subject}, ${SEALED} ${COUNTER}`;
const handled = (...events) =>
  events.map((event) => `insert into inbox (event_id, handled_at) select ${event}, ${DAY} ${COUNTER}`);
const version = (topic, subject, number) =>
  `insert into aggregate_versions select '${topic}', ${subject}::text, ${number} ${COUNTER}`;

const STATEMENTS = {
  records: [
    `insert into persons (person_id, id_number_index, name, id_type, id_number, sex, birth_date, phone, ethnicity)
     select ${PERSON}, ${hash('p')}, '先行' || n, 'RESIDENT_ID', ${SEALED}, '1', '2004-01-01', ${SEALED}, '汉族' ${COUNTER}`,
    `insert into registrations (registration_id, person_id, application_id, school_code, state, version, offering_id,
       plan_line_id, year, season, source_type, tags, channel, scope, study_mode, level, programme_type,
       prior_education, major_catalogue_version, major_code, major_name, start_on, duration_months, checked_in_on,
       submitted_by, submitted_at, identity_mismatch, student_no, approved_by, approved_at, leaves_taken,
       graduated_on, graduation_batch_id)
     select ${REGISTRATION}, ${PERSON}, ${APPLICATION}, ${SCHOOL}, 'GRADUATED', 3, ${APPLICATION}, ${APPLICATION}, 2021,
       'AUTUMN', 'SENIOR_CURRENT', '{}', 'ONLINE', 'IN_CITY', 'FULL_TIME', 'SENIOR', 'REGULAR', '高中', '2022',
       '0106-4', '样例专业', '2021-09-01', 36, '2021-09-01', 'bench', ${DAY}, false,
       'E' || lpad(n::text, 11, '0'), 'officer', ${DAY}, 0, ${DAY}, ${id('012').replaceAll('n ', '(n / 500) ')} ${COUNTER}`,
    `insert into registration_certificates (certificate_no, registration_id, school_code, status, version)
     select ${NUMBER}, ${REGISTRATION}, ${SCHOOL}, 'VALID', 1 ${COUNTER}`,
    dataKeys(`'person:' || ${PERSON}`),
    dataKeys(`'person-contact:' || ${PERSON}`),
    ...handled(ISSUED, CHECKED_IN),
    version('certificates.certificates.v1', NUMBER, 1),
    version('enrolment.applications.v1', APPLICATION, 3),
  ],
  certificates: [
    `insert into certificates (certificate_id, certificate_no, kind, registration_id, person_id, graduation_version,
       name, sex, birth_date, id_type, id_number_sealed, id_number_index, school_code, school_uscc, school_name,
       school_type, authority_code, catalogue_version, major_code, major_name, class_type, study_mode, from_date,
       to_date, issue_date, title, template_version, treatment_as, treatment_rule_version, issued_at, status, version)
     select ${CERTIFICATE}, ${NUMBER}, 'GRADUATION', ${REGISTRATION}, ${PERSON}, 3, '先行' || n, '1', '2004-01-01',
       'RESIDENT_ID', ${SEALED}, ${hash('c')}, ${SCHOOL}, '125000004504000000', '样例技师学院', 'TECHNICIAN_COLLEGE',
       '500000', '2022', '0106-4', '样例专业', 'SENIOR', 'FULL_TIME', '2021-09-01', ${DAY}, ${DAY},
       '技师学院毕业证书', '2022', 'JUNIOR_COLLEGE', 'T11-2021', ${DAY}, 'ISSUED', 1 ${COUNTER}`,
    dataKeys(`'certificate:' || ${CERTIFICATE}`),
    ...handled(GRADUATED),
    version('student-records.graduations.v1', REGISTRATION, 3),
  ],
  lookup: [
    `insert into entries (certificate_no, kind, identity, number_and_name, id_and_name, school_code, school_name,
       school_type, major_name, class_type, study_mode, studied_from, studied_to, issue_date, authority_code,
       template_version, treated_as, treatment_rule, status, status_at, visible_at, event_id, correlation_id, version)
     select ${NUMBER}, 'GRADUATION', ${SEALED}, ${hash('a')}, ${hash('b')}, ${SCHOOL}, '样例技师学院',
       'TECHNICIAN_COLLEGE', '样例专业', 'SENIOR', 'FULL_TIME', '2021-09-01', ${DAY}, ${DAY}, '500000', '2022',
       'JUNIOR_COLLEGE', 'T11-2021', 'VALID', ${DAY}, ${DAY}, ${STATE}, ${GRADUATED}::text, 1 ${COUNTER}`,
    dataKeys(`'entry:' || ${NUMBER}`),
    ...handled(STATE),
    version('certificates.lookup.v1', NUMBER, 1),
  ],
  employment: [
    `insert into cases (registration_id, person_id, name, school_code, school_name, school_type, major_code, major_name,
       level, study_mode, graduated_on, approved_on, state, version, graduation_version, opened_at)
     select ${REGISTRATION}, ${PERSON}, '先行' || n, ${SCHOOL}, '样例技师学院', 'TECHNICIAN_COLLEGE', '0106-4',
       '样例专业', 'SENIOR', 'FULL_TIME', ${DAY}, ${DAY}, 'OPEN', 1, 3, ${DAY} ${COUNTER}`,
    `insert into case_certificates (certificate_no, registration_id, school_code, status, version)
     select ${NUMBER}, ${REGISTRATION}, ${SCHOOL}, 'VALID', 1 ${COUNTER}`,
    ...handled(GRADUATED, ISSUED),
    version('student-records.graduations.v1', REGISTRATION, 3),
    version('certificates.certificates.v1', NUMBER, 1),
  ],
};

/**
 * Certificates of earlier years, with all that the four services keep of them, by statements over whole sets. Stops
 * early when the time is up.
 * @returns {Promise<number>} how many there are now
 */
export async function fillEarlier(databases, { from, to, deadline, log = () => {} }) {
  let there = from;
  while (there < to && performance.now() < deadline) {
    const last = Math.min(to, there + AT_ONCE);
    await Promise.all(
      Object.entries(STATEMENTS).map(async ([name, statements]) => {
        for (const sql of statements) await insert(databases[name], sql, there + 1, last);
      }),
    );
    there = last;
    log(`  ${there} earlier certificates`);
  }
  await settle(databases);
  return there;
}

/** Constraints hold by how the rows are made, so neither they nor triggers are run; nor does a commit wait. */
async function insert(client, sql, first, last) {
  await client.query('begin');
  await client.query(`set local session_replication_role = replica; set local synchronous_commit = off`);
  await client.query(sql, [first, last]);
  await client.query('commit');
}

/** What follows a load is done before the next measurement, and not in it. */
export async function settle(databases) {
  for (const client of databases.all) await client.query('vacuum (analyze)');
  await databases.records.query('checkpoint');
}
