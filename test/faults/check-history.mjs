import pg from 'pg';

/** What each service reacts to, but for digests, which a run does not publish; the folders reacts-to are its source. */
const REACTIONS = {
  enrolment: ['student-records.RegistrationApproved.v1', 'student-records.RegistrationRejected.v1'],
  student_records: [
    'enrolment.StudentCheckedIn.v1',
    'enrolment.SchoolState.v1',
    'certificates.CertificateIssued.v1',
    'certificates.CertificateRevoked.v1',
  ],
  certificates: ['student-records.StudentGraduated.v1', 'student-records.GraduationRevoked.v1'],
  employment: [
    'student-records.StudentGraduated.v1',
    'student-records.GraduationRevoked.v1',
    'certificates.CertificateIssued.v1',
    'certificates.CertificateRevoked.v1',
  ],
  certificate_lookup: ['certificates.CertificateLookupState.v1'],
};
const MOST_FINDINGS = 20;

/**
 * Holds what registrars were told against every table and every topic. Everything has healed and is level, or should be.
 * @param {{ postgres: object, registrars: object, history: object }} of
 * @returns {Promise<string[]>} findings in words; none is what is wanted
 */
export async function checkHistory({ postgres, registrars, history }) {
  const tables = await readTables(postgres);
  const records = history.records;
  return [
    ...promisesKept(registrars, tables),
    ...oneOfEach(tables),
    ...numbersUsedOnce(records),
    ...handledOrParked(tables, records),
    ...orderKept(tables, records),
    ...lastStateIsTheOwners(tables, records),
  ].slice(0, MOST_FINDINGS);
}

async function readTables(postgres) {
  const read = async (database, queries) => {
    const client = new pg.Client({ connectionString: postgres.url({ database }) });
    await client.connect();
    const all = {
      ...queries,
      inbox: INBOX,
      parked: PARKED,
      waiting: 'select count(*)::int as rows from outbox',
    };
    const tables = {};
    for (const [name, sql] of Object.entries(all)) tables[name] = (await client.query(sql)).rows;
    await client.end();
    return tables;
  };
  return {
    enrolment: await read('enrolment', {}),
    student_records: await read('student_records', {
      registrations: 'select registration_id, state, version from registrations',
    }),
    certificates: await read('certificates', {
      certificates: 'select certificate_no, registration_id, status, version from certificates',
    }),
    employment: await read('employment', { cases: 'select registration_id, state from cases' }),
    certificate_lookup: await read('certificate_lookup', {
      entries: 'select certificate_no, status, version from entries',
    }),
  };
}

const INBOX = 'select event_id, handled_at from inbox';
const PARKED = `select topic, partition, record_offset::text as offset, reason, resolved_at from dead_letters`;

/** What was acknowledged is so. */
function promisesKept({ graduated, revoked }, { student_records: { registrations } }) {
  const states = new Map(registrations.map((row) => [row.registration_id, row.state]));
  return [...graduated].flatMap((id) => {
    const wanted = revoked.has(id) ? 'GRADUATION_REVOKED' : 'GRADUATED';
    return states.get(id) === wanted
      ? []
      : `Registration ${id} was told to be ${wanted} and is ${states.get(id)}.`;
  });
}

/** A graduation has exactly one certificate, entry and case, which live unless it was revoked. */
function oneOfEach({ student_records, certificates, employment, certificate_lookup }) {
  const byRegistration = Map.groupBy(certificates.certificates, (row) => row.registration_id);
  const entries = new Map(certificate_lookup.entries.map((row) => [row.certificate_no, row.status]));
  const cases = Map.groupBy(employment.cases, (row) => row.registration_id);
  const wanted = {
    GRADUATED: ['ISSUED', 'VALID', 'OPEN'],
    GRADUATION_REVOKED: ['REVOKED', 'REVOKED', 'CANCELLED'],
  };
  return student_records.registrations.flatMap(({ registration_id: id, state }) => {
    const own = byRegistration.get(id) ?? [];
    const of = cases.get(id) ?? [];
    if (!wanted[state])
      return own.length + of.length === 0
        ? []
        : `Registration ${id} is ${state} and has a certificate or a case.`;
    const found = [own.map((row) => row.status), own.map((row) => entries.get(row.certificate_no)), of.map((row) => row.state)]; // prettier-ignore
    const expected = wanted[state].map((each) => [each]);
    return JSON.stringify(found) === JSON.stringify(expected)
      ? []
      : `Registration ${id} is ${state}; certificates, entries, cases are ${JSON.stringify(found)}.`;
  });
}

/** No certificate number was ever given to two registrations. */
function numbersUsedOnce(records) {
  const owners = new Map();
  return records
    .filter(({ headers }) => headers.ce_type === 'certificates.CertificateIssued.v1')
    .flatMap(({ value }) => {
      const { certificateNo, registrationId } = JSON.parse(value);
      const owner = owners.get(certificateNo) ?? registrationId;
      owners.set(certificateNo, owner);
      return owner === registrationId
        ? []
        : `Certificate number ${certificateNo} was given to two registrations.`;
    });
}

/** Published = handled + parked, for each service and each event that it reacts to; and nothing waits in an outbox. */
function handledOrParked(tables, records) {
  return Object.entries(REACTIONS).flatMap(([service, types]) => {
    const { inbox, parked, waiting } = tables[service];
    const handled = new Set(inbox.map((row) => row.event_id));
    const placed = new Set(parked.map(placeOf));
    const missing = records.filter(
      (record) =>
        types.includes(record.headers.ce_type) &&
        !handled.has(record.headers.ce_id) &&
        !placed.has(placeOf(record)),
    );
    const open = parked.filter((row) => row.resolved_at === null);
    return [
      ...missing.map(({ headers }) => `${service} has neither handled nor parked ${headers.ce_type} ${headers.ce_id}.`), // prettier-ignore
      ...open.map((row) => `${service} has an open dead letter (${row.reason}) at ${placeOf(row)}.`),
      ...(waiting[0].rows > 0 ? [`${waiting[0].rows} events wait in the outbox of ${service}.`] : []),
    ];
  });
}

const placeOf = ({ topic, partition, offset }) => `${topic}/${partition}/${offset}`;

/** Each subject's versions were first published in order, and handled in that order by each service. */
function orderKept(tables, records) {
  const firsts = firstSeen(records);
  const bySubject = Map.groupBy(firsts, ({ topic, headers }) => `${topic}/${headers.ce_subject}`);
  const services = Object.keys(REACTIONS);
  const handledAt = new Map(
    services.map((service) => [
      service,
      new Map(tables[service].inbox.map((row) => [row.event_id, row.handled_at.getTime()])),
    ]),
  );
  return [...bySubject].flatMap(([subject, events]) => [
    ...descents(events, versionOf).map(() => `${subject} was published out of order.`),
    ...services.flatMap((service) => {
      const times = handledAt.get(service);
      const handled = events.filter(({ headers }) => times.has(headers.ce_id));
      return descents(handled, ({ headers }) => times.get(headers.ce_id)).map(
        () => `${service} handled ${subject} out of order.`,
      );
    }),
  ]);
}

const versionOf = ({ headers }) => Number(headers.ce_aggregateversion);

function firstSeen(records) {
  const seen = new Set();
  return records.filter(({ headers: { ce_id: id } }) => id && !seen.has(id) && seen.add(id));
}

const descents = (items, valueOf) =>
  items.filter((item, at) => at > 0 && valueOf(item) < valueOf(items[at - 1]));

/** A reader who starts now at the compacted topic is told what the owner's table says. */
function lastStateIsTheOwners({ certificates }, records) {
  const topic = 'certificates.lookup.v1';
  const last = new Map(
    records.filter((record) => record.topic === topic).map((record) => [record.key, record]),
  );
  const shown = { ISSUED: 'VALID', REVOKED: 'REVOKED' };
  return certificates.certificates.flatMap(({ certificate_no: no, status, version }) => {
    const record = last.get(no);
    if (!record) return `${topic} says nothing of ${no}.`;
    const told = JSON.parse(record.value).status;
    return told === shown[status] && Number(record.headers.ce_aggregateversion) === version
      ? []
      : `${topic} ends with ${told} for ${no}, and the certificate is ${status}.`;
  });
}
