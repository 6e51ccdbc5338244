import type { Row, Tables } from '../harness/read-tables.ts';

/** Registration ids of what registrars were told. */
export interface Promises {
  graduated: Set<string>;
  revoked: Set<string>;
  rejected: Set<string>;
}

/** What a certificate's state is called by those who show it. */
export const SHOWN: Record<string, string> = { ISSUED: 'VALID', REVOKED: 'REVOKED' };

/** The rows of a service's table; none where it was not read. */
const rowsOf = (tables: Tables, service: string, table: string): Row[] => tables[service]?.[table] ?? [];

/** Holds the tables of all services against each other and against what registrars were told. */
export const checkTables = (registrars: Promises, tables: Tables): string[] => [
  ...promisesKept(registrars, tables),
  ...oneOfEach(tables),
  ...copiesAgree(tables),
  ...admissionsFollow(tables),
];

/** What was acknowledged is so. */
function promisesKept({ graduated, revoked, rejected }: Promises, tables: Tables) {
  const registrations = rowsOf(tables, 'student-records', 'registrations');
  const states = new Map(registrations.map((row) => [row.registration_id, row.state]));
  const promised = [
    ...[...graduated].map((id) => [id, revoked.has(id) ? 'GRADUATION_REVOKED' : 'GRADUATED']),
    ...[...rejected].map((id) => [id, 'REJECTED']),
  ];
  return promised.flatMap(([id, wanted]) =>
    states.get(id) === wanted
      ? []
      : [`Registration ${id} was told to be ${wanted} and is ${states.get(id)}.`],
  );
}

/** A graduation has exactly one certificate, entry and case, which live unless it was revoked. */
function oneOfEach(tables: Tables) {
  const certificates = rowsOf(tables, 'certificates', 'certificates');
  const byRegistration = Map.groupBy(certificates, (row) => row.registration_id);
  const copies = rowsOf(tables, 'certificate-lookup', 'copies');
  const entries = new Map(copies.map((row) => [row.certificate_no, row.status]));
  const cases = Map.groupBy(rowsOf(tables, 'employment', 'cases'), (row) => row.registration_id);
  const wanted: Record<string, string[]> = {
    GRADUATED: ['ISSUED', 'VALID', 'OPEN'],
    GRADUATION_REVOKED: ['REVOKED', 'REVOKED', 'CANCELLED'],
  };
  return rowsOf(tables, 'student-records', 'registrations').flatMap(({ registration_id: id, state }) => {
    const own = byRegistration.get(id) ?? [];
    const of = cases.get(id) ?? [];
    if (!wanted[state])
      return own.length + of.length === 0
        ? []
        : [`Registration ${id} is ${state} and has a certificate or a case.`];
    const found = [own.map((row) => row.status), own.map((row) => entries.get(row.certificate_no)), of.map((row) => row.state)]; // prettier-ignore
    const expected = wanted[state].map((each) => [each]);
    return JSON.stringify(found) === JSON.stringify(expected)
      ? []
      : [`Registration ${id} is ${state}; certificates, entries, cases are ${JSON.stringify(found)}.`];
  });
}

/** Whoever keeps a copy of the certificates, or of the schools, has all of them, as they are, and no others. */
function copiesAgree(tables: Tables) {
  const certificates = rowsOf(tables, 'certificates', 'certificates');
  const shown = certificates.map((row): Row => ({ ...row, status: SHOWN[row.status] }));
  const copies = ['student-records', 'employment', 'certificate-lookup'].map((service) => ({
    service,
    what: 'certificates',
    differing: differing(shown, rowsOf(tables, service, 'copies'), (row) => row.certificate_no),
  }));
  const schools = ['student-records', 'certificates', 'employment'].map((service) => ({
    service,
    what: 'schools',
    differing: differing(
      rowsOf(tables, 'enrolment', 'schools'),
      rowsOf(tables, service, 'schools'),
      (row) => row.school_code,
    ),
  }));
  return [...copies, ...schools].flatMap(({ service, what, differing: keys }) =>
    keys.map((key) => `${service} has another copy of ${key} than there are ${what}.`),
  );
}

/** Keys that only one side has, or that differ in a column that both have. */
function differing(originals: Row[], copies: Row[], keyOf: (row: Row) => string) {
  const byKey = new Map(originals.map((row) => [keyOf(row), row]));
  const wrong = copies.filter((copy) => {
    const original = byKey.get(keyOf(copy));
    return !original || Object.entries(copy).some(([column, value]) => String(original[column]) !== String(value)); // prettier-ignore
  });
  const copied = new Set(copies.map(keyOf));
  return [...wrong.map(keyOf), ...[...byKey.keys()].filter((key) => !copied.has(key))];
}

/** What became of a registration, its application tells; and seats and live admissions are those of the applications. */
function admissionsFollow(tables: Tables) {
  const registrations = rowsOf(tables, 'student-records', 'registrations');
  const applications = rowsOf(tables, 'enrolment', 'applications');
  const byApplication = new Map(registrations.map((row) => [row.application_id, row]));
  const states = applications.flatMap((application) => {
    const registration = byApplication.get(application.application_id);
    const wanted = wantedOf(registration);
    const found = [application.state, application.registration_id, application.student_no];
    return !registration || JSON.stringify(found) === JSON.stringify(wanted)
      ? []
      : `Application ${application.application_id} is ${found.join(' ')}, and its registration asks for ${wanted.join(' ')}.`;
  });
  const checkedIn = applications.filter(({ state }) => [...STUDENTS, 'RETURNED'].includes(state)); // prettier-ignore
  const unknown = checkedIn.filter((each) => !byApplication.has(each.application_id));
  return [
    ...states,
    ...unknown.map((each) => `Application ${each.application_id} has no registration.`),
    ...seatsAdd(
      applications,
      rowsOf(tables, 'enrolment', 'lines'),
      rowsOf(tables, 'enrolment', 'admissions'),
    ),
  ];
}

function wantedOf(registration?: Row) {
  if (!registration || registration.state === 'SUBMITTED') return ['CHECKED_IN', null, null];
  const { state, registration_id: id, student_no: studentNo } = registration;
  if (state === 'REJECTED') return ['RETURNED', id, null];
  return [['GRADUATED', 'GRADUATION_REVOKED'].includes(state) ? 'STUDY_ENDED' : 'REGISTERED', id, studentNo];
}

/** States of an application that use a seat of the plan. */
const STUDENTS = ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED'];

function seatsAdd(applications: Row[], lines: Row[], admissions: Row[]) {
  const taken = (line: string, states: string[]) =>
    applications.filter((each) => each.plan_line_id === line && states.includes(each.state)).length;
  const wrong = lines.filter(
    ({ plan_line_id: line, reserved, used }) =>
      reserved !== taken(line, ['OFFERED', 'ADMITTED']) || used !== taken(line, STUDENTS),
  );
  const live = applications.filter(({ state }) => ['ADMITTED', 'CHECKED_IN', 'REGISTERED'].includes(state));
  const admitted = new Set(admissions.map((row) => row.application_id));
  const agree = admitted.size === live.length && live.every((each) => admitted.has(each.application_id));
  return [
    ...wrong.map((line) => `The seats of plan line ${line.plan_line_id} do not add up.`),
    ...(agree ? [] : ['The live admissions are not those of the applications.']),
  ];
}
