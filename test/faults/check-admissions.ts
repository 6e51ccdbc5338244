import type { ConsumedRecord } from '#messaging';
import type { Row, Tables } from '../harness/read-tables.ts';
import { LIVE } from './check-records.ts';
import { type Promises, rowsOf } from './check-tables.ts';

/** Holds applications, seats and live admissions against each other, against registrations and what the office was told. */
export function checkAdmissions({ left }: Pick<Promises, 'left'>, tables: Tables): string[] {
  const applications = rowsOf(tables, 'enrolment', 'applications');
  const lines = rowsOf(tables, 'enrolment', 'lines');
  return [
    ...admissionsFollow(tables),
    ...seatsAdd(applications, lines),
    ...placesTaken(applications, rowsOf(tables, 'enrolment', 'admissions')),
    ...seasonsOver(applications, lines),
    ...applications
      .filter(({ application_id: id, state }) => left.has(id) && left.get(id) !== state)
      .map((each) => `Application ${each.application_id} was told to be ${left.get(each.application_id)} and is ${each.state}.`), // prettier-ignore
  ];
}

/** What became of a registration, its application tells; of a student who was transferred, of the one that they went on by. */
function admissionsFollow(tables: Tables) {
  const registrations = rowsOf(tables, 'student-records', 'registrations');
  const applications = rowsOf(tables, 'enrolment', 'applications');
  const left = new Set(registrations.map((row) => row.transferred_from));
  const byApplication = new Map(
    registrations.filter((row) => !left.has(row.registration_id)).map((row) => [row.application_id, row]),
  );
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
  return [...states, ...unknown.map((each) => `Application ${each.application_id} has no registration.`)];
}

function wantedOf(registration?: Row) {
  if (!registration || registration.state === 'SUBMITTED') return ['CHECKED_IN', null, null];
  const { state, registration_id: id, student_no: studentNo } = registration;
  if (state === 'REJECTED') return ['RETURNED', id, null];
  return [LIVE.includes(state) ? 'REGISTERED' : 'STUDY_ENDED', id, studentNo];
}

/** States of an application that use a seat of the plan. */
const STUDENTS = ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED'];

/** States in which a seat is kept for somebody. */
const SEATED = ['OFFERED', 'ADMITTED'];

function seatsAdd(applications: Row[], lines: Row[]) {
  const taken = (line: string, states: string[]) =>
    applications.filter((each) => each.plan_line_id === line && states.includes(each.state)).length;
  return lines
    .filter(
      ({ plan_line_id: line, reserved, used }) =>
        reserved !== taken(line, SEATED) || used !== taken(line, STUDENTS),
    )
    .map((line) => `The seats of plan line ${line.plan_line_id} do not add up.`);
}

const holders = (rows: Row[]) =>
  rows.map(({ application_id: id, person }) => `${id} ${person}`).toSorted().join(); // prettier-ignore

/** Live admissions are those of the applications, and nobody has two. */
function placesTaken(applications: Row[], admissions: Row[]) {
  const live = applications.filter(({ state }) => ['ADMITTED', 'CHECKED_IN', 'REGISTERED'].includes(state));
  const persons = admissions.map(({ person }) => person);
  const twice = persons.filter((person, at) => persons.indexOf(person) !== at);
  return [
    ...(holders(live) === holders(admissions) ? [] : ['The live admissions are not those of the applications.']), // prettier-ignore
    ...twice.map((person) => `The person ${person} is admitted twice.`),
  ];
}

/** When the last day of the check-in is over, nobody keeps a seat. */
const seasonsOver = (applications: Row[], lines: Row[]) =>
  lines
    .filter((line) => line.is_over)
    .flatMap(({ plan_line_id: line }) =>
      applications.filter((each) => each.plan_line_id === line && SEATED.includes(each.state)),
    )
    .map((each) => `Application ${each.application_id} is ${each.state}, and its season is over.`);

/** Each admission that was released was published as such, once; and no other. */
export function releasesPublished(tables: Tables, records: ConsumedRecord[]): string[] {
  const released = rowsOf(tables, 'enrolment', 'releases').map(
    (row) => `${row.application_id}/${row.version}`,
  );
  const events = records.filter(({ headers }) => headers.ce_type === 'enrolment.AdmissionReleased.v1');
  const told = Map.groupBy(events, ({ headers }) => `${headers.ce_subject}/${headers.ce_aggregateversion}`);
  const timesTold = (release: string) => new Set(told.get(release)?.map(({ headers }) => headers.ce_id)).size;
  return [...new Set([...released, ...told.keys()])]
    .filter((release) => timesTold(release) !== Number(released.includes(release)))
    .map((release) => `The release ${release} was published ${timesTold(release)} times.`);
}
