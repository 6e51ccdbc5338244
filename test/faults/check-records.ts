import type { ConsumedRecord } from '#messaging';
import type { Row, Tables } from '../harness/read-tables.ts';
import { rowsOf } from './check-tables.ts';
import { firstSeen } from './check-topics.ts';

/** What the offices of the schools and of the city were told of records. */
export interface RecordsTold {
  /** How transfers, status changes and changes of identities ended, by their ids. */
  readonly settled: Map<string, string>;
  /** Whose registrations are, and what they are called; by the registrations' ids. */
  readonly holders: Map<string, string>;
  readonly names: Map<string, string>;
}

export const nothingTold = (): RecordsTold => ({ settled: new Map(), holders: new Map(), names: new Map() });

/** States of a registration that hold its person. */
export const LIVE = ['ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING'];

/** Holds registrations against transfers, persons, their own history and what is told of them, to offices and in topics. */
export function checkRecords(told: RecordsTold, tables: Tables, records: ConsumedRecord[]): string[] {
  const registrations = rowsOf(tables, 'student-records', 'registrations');
  return [
    ...promisesKept(told, tables, registrations),
    ...oneLiveEach(tables, registrations),
    ...transfersApplied(tables, registrations, records),
    ...registrations
      .filter(({ version, entries, agrees }) => entries !== version || !agrees)
      .map(({ registration_id: id }) => `The history of registration ${id} does not add up to its row.`),
    ...statesFollow(registrations, records),
    ...namesFollow(tables, registrations),
  ];
}

function promisesKept({ settled, holders, names }: RecordsTold, tables: Tables, registrations: Row[]) {
  const acts = ['transfers', 'changes', 'identities'].flatMap((name) => rowsOf(tables, 'student-records', name)); // prettier-ignore
  const of = (column: string) => registrations.map((row): [string, string] => [row.registration_id, row[column]]); // prettier-ignore
  return [
    ...differing(settled, acts.map(({ id, state }) => [id, state]), 'What has the id'),
    ...differing(holders, of('holder'), 'The person of registration'),
    ...differing(names, of('name'), 'The name of registration'),
  ]; // prettier-ignore
}

function differing(promised: Map<string, string>, found: [string, string][], what: string) {
  const known = new Map(found);
  return [...promised]
    .filter(([id, wanted]) => known.get(id) !== wanted)
    .map(([id, wanted]) => `${what} ${id} was told to be ${wanted} and is ${known.get(id)}.`);
}

/** Nobody has two live registrations, and who was merged into somebody has none at all. */
function oneLiveEach(tables: Tables, registrations: Row[]) {
  const live = Map.groupBy(registrations.filter(({ state }) => LIVE.includes(state)), ({ holder }) => holder); // prettier-ignore
  const aliases = new Set(rowsOf(tables, 'student-records', 'aliases').map((row) => row.person_id));
  return [
    ...[...live].filter(([, own]) => own.length > 1).map(([holder]) => `The person ${holder} has two live registrations.`),
    ...registrations.filter(({ holder }) => aliases.has(holder)).map(({ registration_id: id }) => `Registration ${id} is of an alias.`),
  ]; // prettier-ignore
}

/** The record before one that came by a transfer. */
const beforeOf = ({ transferred_from: from }: Row): string | undefined => from ?? undefined;

const UNDER_WAY = ['RELEASED', 'ACCEPTED', 'APPROVED'];
const told = (type: string, records: ConsumedRecord[]) =>
  firstSeen(records).filter(({ headers }) => headers.ce_type === `student-records.${type}.v1`);

/** A transfer that took effect has ended one record and begun one, of the same person, and was published once. */
function transfersApplied(tables: Tables, registrations: Row[], records: ConsumedRecord[]) {
  const transfers = rowsOf(tables, 'student-records', 'transfers');
  const events = Map.groupBy(told('StudentTransferred', records), ({ value }) => JSON.parse(value).previousRegistrationId); // prettier-ignore
  const afters = Map.groupBy(registrations.filter(beforeOf), beforeOf);
  return registrations.flatMap((before) => {
    const { registration_id: id, state, holder } = before;
    const own = transfers.filter((each) => each.registration_id === id);
    const applied = own.filter((each) => each.state === 'APPLIED').map((each) => [each.new_registration_id, holder]); // prettier-ignore
    const begun = (afters.get(id) ?? []).map((each) => [each.registration_id, each.holder]);
    const isRight =
      JSON.stringify(begun) === JSON.stringify(applied) &&
      begun.length === Number(state === 'TRANSFERRED_OUT') &&
      begun.length === (events.get(id)?.length ?? 0) &&
      own.some((each) => UNDER_WAY.includes(each.state)) === (state === 'TRANSFER_PENDING') &&
      !own.some((each) => each.state === 'APPROVED' && each.is_due);
    return isRight ? [] : [`Registration ${id} is ${state}, of transfers ${own.map((each) => each.state).join()}; ${begun.length} began by them.`]; // prettier-ignore
  });
}

/** The state that each event tells of its registration. */
const STATES: Record<string, string> = {
  RegistrationApproved: 'ACTIVE',
  RegistrationRejected: 'REJECTED',
  StudentTransferred: 'ACTIVE',
  StudentCompleted: 'COMPLETED',
  StudentGraduated: 'GRADUATED',
  GraduationRevoked: 'GRADUATION_REVOKED',
};

/** The states that are told of a registration follow each other without a gap, up to the one that it has. */
function statesFollow(registrations: Row[], records: ConsumedRecord[]) {
  const steps = firstSeen(records).flatMap(({ headers, value }) => {
    const [owner, name = ''] = headers.ce_type?.split('.') ?? [];
    if (owner !== 'student-records' || (name !== 'RegistrationStatusChanged' && !STATES[name])) return [];
    const { from, to = STATES[name] } = JSON.parse(value);
    return { of: headers.ce_subject, version: Number(headers.ce_aggregateversion), from, to };
  });
  const byRegistration = Map.groupBy(steps, (each) => each.of);
  // What ended a record by a transfer within the city is told of the one that began.
  const moved = new Set(registrations.flatMap((each) => beforeOf(each) ?? []));
  return registrations.flatMap(({ registration_id: id, state }) => {
    const path = (byRegistration.get(id) ?? []).toSorted((one, other) => one.version - other.version);
    const gaps = path.filter(({ from }, at) => from !== undefined && from !== path[at - 1]?.to);
    const last = path.at(-1)?.to ?? 'SUBMITTED';
    return gaps.length === 0 && last === (moved.has(id) ? 'TRANSFER_PENDING' : state)
      ? []
      : [`Registration ${id} is ${state}, and was told to be ${path.map(({ from, to }) => [from, to].join('>')).join(', ')}.`]; // prettier-ignore
  });
}

/** Whoever keeps a name goes by the one that the person has. */
function namesFollow(tables: Tables, registrations: Row[]) {
  const byId = new Map(registrations.map((row) => [row.registration_id, row.name]));
  const copies = [
    ...rowsOf(tables, 'enrolment', 'applications'),
    ...rowsOf(tables, 'employment', 'cases'),
  ].filter(({ registration_id: id }) => byId.has(id));
  return copies
    .filter(({ registration_id: id, name }) => byId.get(id) !== name)
    .map(({ registration_id: id }) => `Somebody has another name for registration ${id} than its person.`);
}
