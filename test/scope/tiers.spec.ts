// Budget: 20 s: the modules of the service are loaded.
import { controllersOf, type Role, routesOf } from '#security';
import { AppModule } from '../../apps/student-records/src/app.module.js';

/** What districts and inspectors do not read, each with the reason. */
const READ_BY_OTHERS: Record<string, string> = {
  'GET /dead-letters': 'events that could not be handled, for operators and the city',
  'GET /dead-letters/:id': 'events that could not be handled, for operators and the city',
  'GET /jobs': 'jobs of the service, for operators and the city',
  'GET /reconciliation': 'what services differ in, for operators and the city',
  'GET /identity-changes/:changeId/preview':
    'what moves in a merge or split, also at other schools: for the city, which decides',
  'GET /graduation-revocations': 'why the city revokes was written for the city',
};

/** What the city alone decides or does, each with the reason. A district does all else for the schools of its tier. */
const OF_THE_CITY: Record<string, string> = {
  'POST /former-graduates/batch-revoke': 'the city alone revokes',
  'POST /graduation-revocations': 'the city alone revokes, by two officers',
  'POST /graduation-revocations/batch-approve': 'the city alone revokes, by two officers',
  'POST /graduation-revocations/batch-decline': 'the city alone revokes, by two officers',
  'POST /graduation-revocations/batch-withdraw': 'the city alone revokes, by two officers',
  'POST /honours/batch-award': 'so many a year in the whole city',
  'POST /honours/batch-decline': 'so many a year in the whole city',
  'POST /honours/batch-publish': 'so many a year in the whole city',
  'POST /honours/batch-withdraw': 'so many a year in the whole city',
  'POST /evidence': 'of the school; the city shows what its merges and splits rest on',
  'POST /identity-changes/:changeId/undo': 'persons are of the city: they may study in several districts',
  'POST /identity-changes/:changeId/withdraw': 'of who has asked for it, at the school or in the city',
  'POST /person-deaths': 'of the school, and of the city',
  'POST /person-deaths/batch-reverse': 'of the city: it opens the person to admissions everywhere',
  'POST /persons/:personId/correct-pinyin': 'persons are of the city',
  'POST /persons/:personId/erase': 'an order of the city, whatever school it is of',
  'POST /persons/:personId/identity-corrections': 'persons are of the city',
  'POST /persons/:personId/split': 'persons are of the city: they may study in several districts',
  'POST /persons/merge': 'persons are of the city: they may study in several districts',
  'POST /registrations/:registrationId/reveal-contact': 'of who works with the person, and of the city',
  'POST /registrations/:registrationId/reveal-identity': 'of who works with the person, and of the city',
  'POST /status-changes': 'of the school; the city asks for what it alone may, such as 注销',
  'POST /status-changes/batch-cancel': 'of who has asked for it',
  'POST /status-changes/batch-reverse': 'of who has asked for it',
  'POST /status-changes/batch-submit': 'of the school, or of who in the city has asked for it',
  'POST /status-changes/batch-revise': 'of the school, or of who in the city has asked for it',
  'POST /graduation-batches/:batchId/exclude':
    'of the school; a district returns the batch and names the students',
  'POST /supervision/rule-decisions': 'rules of supervision hold in the whole city',
  'POST /supervision/rule-decisions/:decisionId/cancel': 'rules of supervision hold in the whole city',
  'POST /terms': 'terms are those of the whole city',
  'POST /terms/:termId/cancel': 'terms are those of the whole city',
  'POST /terms/:termId/change': 'terms are those of the whole city',
  'POST /working-calendars': 'working days are those of the whole city',
  'POST /working-calendars/:calendarId/correct': 'working days are those of the whole city',
};

/** A file is of who has uploaded it, and a job keeps no district; who decides does not upload. */
const isOfImport = (path: string) => path.includes('/imports');
/** A document number never stands in an address, so that one reads by a POST. */
const READS_BY_POST = ['POST /registrations/find-by-document'];

const routes = controllersOf(AppModule)
  .flatMap(routesOf)
  .flatMap(({ method, path, access }) =>
    access === 'public' || isOfImport(path) ? [] : { key: `${method} ${path}`, roles: access! },
  );
const keysOf = (those: readonly { key: string }[]) => those.map(({ key }) => key).toSorted();
const isRead = ({ key }: { key: string }) => key.startsWith('GET ') || READS_BY_POST.includes(key);
const closedTo = (role: Role) => routes.filter(({ roles }) => !roles.includes(role));

describe('The tiers of supervision in student records', () => {
  it('let a district read whatever the city reads, but for what is exempt for a reason', () =>
    expect(keysOf(closedTo('district-officer').filter(isRead))).toEqual(
      Object.keys(READ_BY_OTHERS).toSorted(),
    ));

  it('let inspectors read all that districts read, and decide nothing', () => {
    const reads = closedTo('inspector').filter(isRead);
    expect(keysOf(reads).filter((key) => !(key in READ_BY_OTHERS))).toEqual([]);
    const acts = routes.filter((route) => route.roles.includes('inspector') && !isRead(route));
    expect(keysOf(acts)).toEqual([]);
  });

  it('let a district decide whatever the city decides, but for what is exempt for a reason', () =>
    expect(
      keysOf(
        closedTo('district-officer').filter(
          (route) => !isRead(route) && route.roles.includes('city-officer'),
        ),
      ),
    ).toEqual(Object.keys(OF_THE_CITY).toSorted()));
});
