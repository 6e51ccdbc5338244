import { checkRecords } from './check-records.ts';

const registration = (id: string, state: string, more = {}) => ({
  registration_id: id,
  state,
  holder: `p-${id}`,
  name: `样例-${id}`,
  version: 1,
  entries: 1,
  agrees: true,
  transferred_from: null,
  ...more,
});

/** Somebody who was transferred; who is being transferred; who left, and was merged into who studies; and a graduate. */
const soundTables = (): any => ({
  'student-records': {
    registrations: [
      registration('old', 'TRANSFERRED_OUT', { holder: 'p-new' }),
      registration('new', 'ACTIVE', { transferred_from: 'old' }),
      registration('going', 'TRANSFER_PENDING'),
      registration('left', 'WITHDRAWN', { holder: 'p-stays', name: '样例-stays' }),
      registration('stays', 'ACTIVE'),
      registration('graduate', 'GRADUATED'),
    ],
    transfers: [
      { id: 't1', registration_id: 'old', state: 'APPLIED', new_registration_id: 'new', is_due: true },
      { id: 't2', registration_id: 'going', state: 'APPROVED', new_registration_id: null, is_due: false },
    ],
    changes: [{ id: 'c1', state: 'APPLIED' }],
    identities: [{ id: 'i1', state: 'APPLIED' }],
    aliases: [{ person_id: 'p-left' }],
  },
  enrolment: { applications: [{ registration_id: 'left', name: '样例-stays' }, { name: '样例' }] },
  employment: { cases: [{ registration_id: 'graduate', name: '样例-graduate' }] },
});

let ids = 0;
const event = (type: string, subject: string, version: number, data = {}): any => ({
  value: JSON.stringify(data),
  headers: {
    ce_type: `student-records.${type}.v1`,
    ce_id: String(ids++),
    ce_subject: subject,
    ce_aggregateversion: String(version),
  },
});
const changed = (subject: string, version: number, from: string, to: string) =>
  event('RegistrationStatusChanged', subject, version, { from, to });
const transferred = () => event('StudentTransferred', 'new', 1, { previousRegistrationId: 'old' });

function soundRecords() {
  const approved = ['old', 'going', 'left', 'stays', 'graduate'].map((id) => event('RegistrationApproved', id, 2)); // prettier-ignore
  return [
    ...approved,
    changed('old', 3, 'ACTIVE', 'TRANSFER_PENDING'),
    transferred(),
    changed('going', 3, 'ACTIVE', 'TRANSFER_PENDING'),
    changed('going', 5, 'ACTIVE', 'TRANSFER_PENDING'),
    changed('going', 4, 'TRANSFER_PENDING', 'ACTIVE'),
    changed('left', 3, 'ACTIVE', 'WITHDRAWN'),
    event('PersonMerged', 'left', 4),
    event('StudentGraduated', 'graduate', 3),
    approved[0],
  ];
}

const told = {
  settled: new Map([['t1', 'APPLIED'], ['c1', 'APPLIED'], ['i1', 'APPLIED']]),
  holders: new Map([['left', 'p-stays']]),
  names: new Map([['left', '样例-stays']]),
}; // prettier-ignore

describe('The checker of records', () => {
  it('finds nothing where tables, history, topics and what was told agree', () => {
    expect(checkRecords(told, soundTables(), soundRecords())).toEqual([]);
  });

  it.each<[string, (all: any, records: any[]) => void]>([
    ['a transfer that was told and is not so', ({ transfers }) => (transfers[0].state = 'CANCELLED')],
    ['a withdrawal that was told and is not so', ({ changes }) => (changes[0].state = 'LAPSED')],
    ['a merge that was told and is not there', ({ identities }) => identities.pop()],
    ['a merge that was told and whose registration stayed', ({ registrations }) => (registrations[3].holder = 'p-x')], // prettier-ignore
    ['a name that was told and is not so', ({ registrations }) => (registrations[3].name = '样例-left')],
    ['two live registrations of a person', ({ registrations }) => (registrations[4].holder = 'p-going')],
    ['a registration of somebody who was merged', ({ registrations }) => (registrations[5].holder = 'p-left')], // prettier-ignore
    ['a transfer without a new registration', ({ registrations }) => registrations.splice(1, 1)],
    ['a transfer with two new registrations', ({ registrations }) => registrations.push({ ...registrations[1], registration_id: 'more', state: 'WITHDRAWN' })], // prettier-ignore
    ['a transfer that left its old registration alive', ({ registrations }) => (registrations[0].state = 'TRANSFER_PENDING')], // prettier-ignore
    ['a new registration that a merge of the old one has missed', ({ registrations }) => (registrations[0].holder = 'p-x')], // prettier-ignore
    ['somebody who is held for a transfer that was cancelled', ({ transfers }) => (transfers[1].state = 'CANCELLED')], // prettier-ignore
    ['a transfer whose day has come and that waits', ({ transfers }) => (transfers[1].is_due = true)],
    ['a transfer that was not published', (_, records) => records.splice(6, 1)],
    ['a transfer that was published twice', (_, records) => records.push(transferred())],
    ['a version without history', ({ registrations }) => (registrations[0].entries = 0)],
    ['a row that its history does not say', ({ registrations }) => (registrations[0].agrees = false)],
    ['a change of status that was not published', (_, records) => records.splice(9, 1)],
    ['a last change of status that was not published', (_, records) => records.splice(10, 1)],
    ['a change of status from a state that was not told', (_, records) => records.push(changed('stays', 3, 'ON_LEAVE', 'ACTIVE'))], // prettier-ignore
  ])('finds %s', (_, damage) => {
    const tables = soundTables();
    const records = soundRecords();
    damage(tables['student-records'], records);
    expect(checkRecords(told, tables, records)).not.toEqual([]);
  });

  it.each(['enrolment', 'employment'])('finds another name in %s than the person has', (service) => {
    const tables = soundTables();
    for (const [row] of Object.values<any>(tables[service])) row.name = '样例-left';
    expect(checkRecords(told, tables, soundRecords())).toHaveLength(1);
  });
});
