import type { Row, Tables } from '../harness/read-tables.ts';
import { checkAdmissions } from './check-admissions.ts';
import type { RecordsTold } from './check-records.ts';

/** What registrars were told of registrations, and the admissions office of applications, by their ids. */
export interface Promises {
  graduated: Set<string>;
  revoked: Set<string>;
  rejected: Set<string>;
  /** The states in which applications ended. */
  left: ReadonlyMap<string, string>;
  records: RecordsTold;
}

/** What a certificate's state is called by those who show it. */
export const SHOWN: Record<string, string> = { ISSUED: 'VALID', REVOKED: 'REVOKED' };

/** The rows of a service's table; none where it was not read. */
export const rowsOf = (tables: Tables, service: string, table: string): Row[] =>
  tables[service]?.[table] ?? [];

/** Holds the tables of all services against each other and against what was told. */
export const checkTables = (told: Promises, tables: Tables): string[] => [
  ...promisesKept(told, tables),
  ...oneOfEach(tables),
  ...copiesAgree(tables),
  ...checkAdmissions(told, tables),
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

/** A graduation has exactly one certificate, entry and case, which live unless it was revoked; an early leaving no case. */
function oneOfEach(tables: Tables) {
  const certificates = rowsOf(tables, 'certificates', 'certificates');
  const byRegistration = Map.groupBy(certificates, (row) => row.registration_id);
  const copies = rowsOf(tables, 'certificate-lookup', 'copies');
  const entries = new Map(copies.map((row) => [row.certificate_no, row.status]));
  const cases = Map.groupBy(rowsOf(tables, 'employment', 'cases'), (row) => row.registration_id);
  const wanted: Record<string, string[][]> = {
    GRADUATED: [['ISSUED'], ['VALID'], ['OPEN']],
    GRADUATION_REVOKED: [['REVOKED'], ['REVOKED'], ['CANCELLED']],
  };
  return rowsOf(tables, 'student-records', 'registrations').flatMap((registration) => {
    const { registration_id: id, state } = registration;
    const expected = registration.left_early ? [['ISSUED'], ['VALID'], []] : wanted[state];
    const own = byRegistration.get(id) ?? [];
    const of = cases.get(id) ?? [];
    if (!expected)
      return own.length + of.length === 0
        ? []
        : [`Registration ${id} is ${state} and has a certificate or a case.`];
    const found = [own.map((row) => row.status), own.map((row) => entries.get(row.certificate_no)), of.map((row) => row.state)]; // prettier-ignore
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
