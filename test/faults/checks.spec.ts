import { globSync, readFileSync, readdirSync } from 'node:fs';
import { releasesPublished } from './check-admissions.ts';
import { checkJobs } from './check-jobs.ts';
import { nothingTold } from './check-records.ts';
import { checkTables } from './check-tables.ts';
import { handledOrParked, lastStateIsTheOwners } from './check-topics.ts';
import { reactionsByService } from './reactions.ts';

const person = (n: number) => ({ application_id: `a${n}`, registration_id: `r${n}`, student_no: `s${n}`, person: `p${n}` }); // prettier-ignore
const record = (topic: string, type: string, id: string, more = {}) => ({
  topic,
  partition: 0,
  offset: id,
  key: id,
  value: '{}',
  timestamp: 0,
  headers: { ce_type: type, ce_id: id, ce_subject: id, ce_aggregateversion: '1' },
  ...more,
});
const GRADUATED = ['student-records.students.v1', 'student-records.StudentGraduated.v1'] as const;
/** `a-certificate-is-issued` for `certificates.ACertificateIsIssued.v1`. */
const kebab = (type: string) => type.split('.')[1]!.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase(); // prettier-ignore
const state = (status: string, version: string) =>
  record('certificates.lookup.v1', 'certificates.CertificateLookupState.v1', 'c1', {
    value: JSON.stringify({ status }),
    headers: { ce_aggregateversion: version },
  });
const messaging = () => ({ inbox: [] as any[], parked: [] as any[], waiting: [{ rows: 0 }] });

const schools = () => [{ school_code: 'S001', status: 'ACTIVE', version: '3' }];

/**
 * One graduate, one whose graduation was revoked, one who was rejected; one who declined, and one who has a seat and another
 * application; all services agree.
 */
function soundTables(): any {
  const certificates = [
    { certificate_no: 'c1', registration_id: 'r1', status: 'ISSUED', version: 1 },
    { certificate_no: 'c2', registration_id: 'r2', status: 'REVOKED', version: 2 },
  ];
  const copies = () => certificates.map((row) => ({ ...row, status: row.status.replace('ISSUED', 'VALID') }));
  return {
    enrolment: {
      ...messaging(),
      applications: [
        { ...person(1), state: 'STUDY_ENDED', plan_line_id: 'l' },
        { ...person(2), state: 'STUDY_ENDED', plan_line_id: 'l' },
        { ...person(3), state: 'RETURNED', plan_line_id: 'l', student_no: null },
        { ...person(4), state: 'DECLINED', plan_line_id: 'l', registration_id: null, student_no: null },
        { ...person(5), state: 'ADMITTED', plan_line_id: 'k', registration_id: null, student_no: null },
        { ...person(6), person: 'p5', state: 'SUBMITTED', registration_id: null, student_no: null },
      ],
      admissions: [{ application_id: 'a5', person: 'p5' }],
      releases: [
        { application_id: 'a3', version: 5 },
        { application_id: 'a4', version: 3 },
      ],
      lines: [
        { plan_line_id: 'l', reserved: 0, used: 2, is_over: true },
        { plan_line_id: 'k', reserved: 1, used: 0, is_over: false },
      ],
      schools: schools(),
    },
    'student-records': {
      ...messaging(),
      registrations: [
        { ...person(1), state: 'GRADUATED', version: 3 },
        { ...person(2), state: 'GRADUATION_REVOKED', version: 4 },
        { ...person(3), state: 'REJECTED', version: 2, student_no: null },
      ],
      copies: copies(),
      schools: schools(),
    },
    certificates: { ...messaging(), certificates, schools: schools() },
    employment: {
      ...messaging(),
      cases: [
        { registration_id: 'r1', state: 'OPEN' },
        { registration_id: 'r2', state: 'CANCELLED' },
      ],
      copies: copies(),
      schools: schools(),
    },
    'certificate-lookup': {
      ...messaging(),
      copies: copies().map(({ certificate_no, status, version }) => ({ certificate_no, status, version })),
    },
  };
}

const told = {
  graduated: new Set(['r1', 'r2']),
  revoked: new Set(['r2']),
  rejected: new Set(['r3']),
  left: new Map([['a4', 'DECLINED']]),
  records: nothingTold(),
};

describe('The checker of tables', () => {
  it('finds nothing where all agree', () => {
    expect(checkTables(told, soundTables())).toEqual([]);
  });

  it.each<[string, (tables: any) => void]>([
    ['a revocation that was told and is not so', (all) => (all['student-records'].registrations[1].state = 'GRADUATED')], // prettier-ignore
    ['a rejection that was told and is not so', (all) => (all['student-records'].registrations[2].state = 'ACTIVE')], // prettier-ignore
    ['a second certificate', (all) => all.certificates.certificates.push({ ...all.certificates.certificates[0], certificate_no: 'c3' })], // prettier-ignore
    ['a case that is missing', (all) => all.employment.cases.pop()],
    ['a copy that is missing in student records', (all) => all['student-records'].copies.pop()],
    ['a copy that is revoked wrongly in employment', (all) => (all.employment.copies[0].status = 'REVOKED')],
    ['an entry of nobody', (all) => all['certificate-lookup'].copies.push({ certificate_no: 'c9', status: 'VALID', version: 1 })], // prettier-ignore
    ['an entry of an older version', (all) => (all['certificate-lookup'].copies[1].version = 1)],
    ['an older school', (all) => (all['student-records'].schools[0].version = '2')],
    ['a school that certificates has not heard of', (all) => all.certificates.schools.pop()],
    ['an application that was not registered', (all) => (all.enrolment.applications[0].state = 'CHECKED_IN')],
    ['an application with another number', (all) => (all.enrolment.applications[0].student_no = 's9')],
    ['a check-in without a registration', (all) => all['student-records'].registrations.splice(2)],
    ['a seat too many', (all) => (all.enrolment.lines[0].used = 3)],
    ['a seat that somebody declined and that was kept', (all) => (all.enrolment.lines[0].reserved = 1)],
    ['a person who is not set free', (all) => all.enrolment.admissions.push({ application_id: 'a3', person: 'p3' })], // prettier-ignore
    ['a person who is held for somebody else', (all) => (all.enrolment.admissions[0].person = 'p9')],
    ['a person who is admitted twice', (all) => twice(all.enrolment)],
    ['a decline that was told and is not so', (all) => (all.enrolment.applications[3].state = 'WITHDRAWN')],
    ['somebody who declined and is registered', (all) => all['student-records'].registrations.push({ ...person(4), state: 'ACTIVE' })], // prettier-ignore
    ['somebody who is awaited although the season is over', (all) => (all.enrolment.lines[1].is_over = true)],
  ])('finds %s', (_, damage) => {
    const tables = soundTables();
    damage(tables);
    expect(checkTables(told, tables)).not.toEqual([]);
  });
});

/** Both applications of a person have a seat, and the person. */
function twice({ applications, admissions, lines }: any) {
  Object.assign(applications[5], { state: 'ADMITTED', plan_line_id: 'k' });
  admissions.push({ application_id: 'a6', person: 'p5' });
  lines[1].reserved = 2;
}

const released = (id: string, version: number, event = `${id}-${version}`) =>
  record('enrolment.applications.v1', 'enrolment.AdmissionReleased.v1', event, {
    headers: { ce_type: 'enrolment.AdmissionReleased.v1', ce_id: event, ce_subject: id, ce_aggregateversion: String(version) },
  }); // prettier-ignore

const releases = () => [released('a3', 5), released('a4', 3), released('a4', 3)];

describe('The checker of releases', () => {
  it('finds nothing where each was published once, and sent as often as it may', () => {
    expect(releasesPublished(soundTables(), releases())).toEqual([]);
  });

  it.each<[string, (records: any[]) => void]>([
    ['a release that was not published', (records) => records.splice(0, 1)],
    ['a release that was published twice', (records) => records.push(released('a4', 3, 'another'))],
    ['one that was published and did not happen', (records) => records.push(released('a5', 3))],
  ])('finds %s', (_, damage) => {
    const records = releases();
    damage(records);
    expect(releasesPublished(soundTables(), records)).toHaveLength(1);
  });
});

const job = (kind: string, more = {}) => ({ job_id: kind, kind, state: 'DONE', steps: 1, is_due: true, as_of: null, ...more }); // prettier-ignore
const soundJobs = (): any => ({
  enrolment: { jobs: [], imports: [{ import_id: 'i1', state: 'DONE', committed: 7, stored: 7 }] },
  'student-records': {
    jobs: [job('apply-status-changes')],
    changes: [
      { id: 'c1', state: 'APPLIED', is_due: true, applied: 1 },
      { id: 'c2', state: 'APPROVED', is_due: false, applied: 0 },
    ],
  },
  certificates: {
    jobs: [job('publish-audit-heads'), job('publish-digests', { as_of: 't1' }), job('later', { state: 'WAITING', is_due: false })], // prettier-ignore
  },
});
const heads = (id: string) => record('certificates.audit-heads.v1', 'certificates.AuditHeads.v1', id);
const digests = (id: string, asOf: string) =>
  record('certificates.digests.v1', 'certificates.CertificateDigestsPublished.v1', id, {
    value: JSON.stringify({ asOf }),
  });
const published = () => [heads('1'), heads('1'), digests('2', 't1'), digests('3', 'asked for')];

describe('The checker of jobs', () => {
  it('finds nothing where each effect is there once', () => {
    expect(checkJobs(soundJobs(), published())).toEqual([]);
  });

  it.each<[string, (tables: any, records: any[]) => void]>([
    ['a job that waits', (all) => (all['student-records'].jobs[0].state = 'WAITING')],
    ['a job that failed', (all) => (all.certificates.jobs[0].state = 'FAILED')],
    ['a row that was stored twice', (all) => (all.enrolment.imports[0].stored = 8)],
    ['an import that came to rest too early', (all) => (all.enrolment.imports[0].state = 'COMMITTING')],
    ['a leave that took effect twice', (all) => (all['student-records'].changes[0].applied = 2)],
    ['a leave that took effect before its day', (all) => (all['student-records'].changes[1].applied = 1)],
    ['a leave that was forgotten', (all) => Object.assign(all['student-records'].changes[0], { state: 'APPROVED', applied: 0 })], // prettier-ignore
    ['audit heads that were published twice', (_, records) => records.push(heads('9'))],
    ['digests that were published twice', (_, records) => records.push(digests('9', 't1'))],
    ['digests that were not published', (_, records) => records.splice(2)],
  ])('finds %s', (_, damage) => {
    const tables = soundJobs();
    const records = published();
    damage(tables, records);
    expect(checkJobs(tables, records)).not.toEqual([]);
  });
});

describe('The checker of topics', () => {
  it('knows a service to react to what its reactions name, in folders that are named after an event of theirs', () => {
    for (const [service, types] of reactionsByService()) {
      const folders = readdirSync(`apps/${service}/src/reacts-to`);
      const names = [...types].map(kebab);
      expect(folders.filter((folder) => !names.some((name) => name.endsWith(folder)))).toEqual([]);
    }
    const elsewhere = globSync('{apps,libs}/*/src/**/*.ts').filter(
      (file) => !file.includes('/reacts-to/') && /^@ReactsTo\(/m.test(readFileSync(file, 'utf8')),
    );
    expect(elsewhere).toEqual([]);
    expect([...reactionsByService().get('student-records')!].filter((type) => /Digest/.test(type))).toHaveLength(6); // prettier-ignore
  });

  it('holds what was published against what was handled and parked', () => {
    const records = [record(...GRADUATED, '1'), record(...GRADUATED, '2')];
    const tables = soundTables();
    const handle = (service: string, ...ids: string[]) =>
      (tables[service].inbox = ids.map((event_id) => ({ event_id, handled_at: new Date() })));
    handle('certificates', '1', '2');
    handle('enrolment', '1', '2');
    handle('employment', '1');
    const letter = { topic: GRADUATED[0], partition: 0, offset: '2', event_id: '2', reason: 'FAILED' };
    expect(handledOrParked(tables, records).join()).toMatch(
      /^employment has neither handled nor parked .* 2\.$/,
    );
    tables.employment.parked = [{ ...letter, resolution: 'DISCARDED' }];
    expect(handledOrParked(tables, records)).toEqual([]);
    tables.employment.parked = [{ ...letter, resolution: 'REDRIVEN' }];
    expect(handledOrParked(tables, records).join()).toMatch(/has not handled the dead letter/);
    handle('employment', '1', '2', '3');
    expect(handledOrParked(tables, records)).toEqual(['employment has handled 3, which nobody published.']);
  });

  it('holds the last state of each key against the row of its owner', () => {
    const certificates = { certificates: [{ certificate_no: 'c1', status: 'REVOKED', version: 2 }] };
    expect(lastStateIsTheOwners({ certificates }, [state('VALID', '1'), state('REVOKED', '2')])).toEqual([]);
    expect(lastStateIsTheOwners({ certificates }, [state('REVOKED', '2'), state('VALID', '1')])).toHaveLength(
      1,
    );
  });
});
