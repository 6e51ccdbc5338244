import { randomUUID } from 'node:crypto';
import { type Api, apiOf, type Application } from '../../deploy/local/cohort/api.ts';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.ts';
import { applicantsCsv } from '../harness/applicants.ts';
import { MAJOR, SCHOOL } from '../harness/students.ts';
import type { Patience } from './patience.ts';
import type { World } from './world.ts';

/** Of a round, for each of two seasons: the same people apply for both, and there are too few seats. */
const PEOPLE = 20;
const SEATS = 8;
/** Numbers of people who are nobody else's in a run. */
const FIRST_PERSON = 30_000;
const YEARS = [2024, 2025];
/** The last day of all windows of a season that is on, and of one that is over. */
const [ON, OVER] = ['2099-12-31', '2025-12-31'];
const because = { reason: '样例' };

interface Season {
  readonly calendarId: string;
  readonly checkedInOn: string;
  /** of those who have not come to their round, in the order of the people */
  readonly applicationIds: string[];
}

const windowsUntil = (last: string) => ({
  applicationsCloseOn: last,
  admissionCloseOn: last,
  checkInDeadline: last,
});

/**
 * The admissions office of the school, and the city: in each round people are admitted, wait, decline, withdraw, are
 * cancelled, get the seats of others, check in or do not come until the season is over.
 */
export class Admissions {
  /** States in which applications ended, as the office was told. */
  readonly left = new Map<string, string>();
  #world: World;
  #patience: Patience;
  #api: Api;
  #seasons: Season[] = [];

  constructor(world: World, patience: Patience) {
    this.#world = world;
    this.#patience = patience;
    this.#api = apiOf(world.access);
  }

  /** People for so many rounds; each round leaves one student in each season. */
  async prepare(rounds: number): Promise<void> {
    const [city, office] = [this.#city, this.#office];
    const [offering] = await office.all(`/offerings?schoolCode=${SCHOOL}`);
    for (const year of YEARS) {
      const season = { year, season: 'AUTUMN' };
      const opening = { applicationsOpenOn: '2024-01-01', admissionOpenOn: '2024-01-01', checkInOpenOn: '2024-01-01' }; // prettier-ignore
      const windows = { ...opening, ...windowsUntil(ON), registrationCutOff: ON };
      const { calendarId } = await city.post('/calendars', { ...season, ...windows });
      const line = { ...season, offeringId: offering.offeringId, scope: 'IN_CITY', planned: SEATS + rounds };
      const { planLineIds } = await office.post('/plans/batch', { lines: [line] });
      await city.post('/plans/publish', { planLineIds });
      const place = { schoolCode: SCHOOL, majorCode: MAJOR, year };
      const { importId } = await uploadFile(office, applicantsCsv(PEOPLE * rounds, place, FIRST_PERSON));
      await commitFile(office, importId);
      const applied = await office.all<Application>(`/applications?importId=${importId}`);
      const inOrder = applied.toSorted((one, other) => one.importRow - other.importRow);
      const applicationIds = inOrder.map(({ applicationId }) => applicationId);
      this.#seasons.push({ calendarId, checkedInOn: `${year}-09-01`, applicationIds });
    }
  }

  get #office() {
    return this.#api('enrolment', 'school-admissions', SCHOOL);
  }

  get #city() {
    return this.#api('enrolment', 'city-officer');
  }

  /** A season from the admission to its end; it resolves when all that was begun has an outcome. */
  async work(): Promise<void> {
    const [these, those] = this.#seasons.map(({ applicationIds }) => applicationIds.splice(0, PEOPLE));
    await this.#last(ON);
    const [here, there] = await Promise.all([this.#batch('admit', these!), this.#batch('admit', those!)]);
    const unseated = [...these!, ...those!].filter((each) => ![...here, ...there].includes(each));
    const waiting = await this.#batch('waitlist', unseated);
    await Promise.all([
      this.#batch('decline', here.slice(0, 3), because, 'DECLINED'),
      this.#batch('cancel', there.slice(0, 2), because, 'CANCELLED'),
      this.#batch('withdraw', waiting.slice(0, 2), because, 'WITHDRAWN'),
      this.#jobs('offer-free-seats'),
    ]);
    await this.#jobs('offer-free-seats');
    const [refusing, ...accepting] = await this.#inState('OFFERED');
    await Promise.all([
      this.#batch('admit', accepting),
      this.#batch('decline', refusing ? [refusing] : [], because, 'DECLINED'),
      ...[here, there].map((admitted, at) =>
        this.#batch('check-in', admitted.slice(4, 5), { checkedInOn: this.#seasons[at]!.checkedInOn }),
      ),
    ]);
    await this.#batch('withdraw', await this.#inState('WAITLISTED'), because, 'WITHDRAWN');
    await this.#last(OVER);
    // Of the minute in which nobody waited any more; from now on there are no others.
    await this.#batch('decline', await this.#inState('OFFERED'), because, 'DECLINED');
    await this.#jobs('settle-admissions');
  }

  async #last(day: string) {
    for (const { calendarId } of this.#seasons)
      await this.#patience.again(() =>
        this.#city.post(`/calendars/${calendarId}/correct`, { ...windowsUntil(day), ...because }),
      );
  }

  /** @returns those for which it was done */
  async #batch(path: string, ids: string[], more: object = {}, leavesThem?: string): Promise<string[]> {
    if (ids.length === 0) return [];
    const caller = path === 'cancel' ? this.#city : this.#office;
    const request = { body: { applicationIds: ids, ...more }, key: randomUUID() };
    const { body } = await this.#patience.again(() =>
      caller.send('POST', `/applications/batch-${path}`, request),
    );
    if (leavesThem) for (const id of body.applicationIds) this.left.set(id, leavesThem);
    return body.applicationIds;
  }

  async #inState(state: string): Promise<string[]> {
    const found = await this.#patience.again(() =>
      this.#office.all<Application>(`/applications?state=${state}`),
    );
    return found.map(({ applicationId }) => applicationId);
  }

  /** The job falls due, and has done its work. */
  async #jobs(kind: string) {
    const database = this.#world.databaseOf('enrolment');
    const [id] = await this.#patience.due(database, [kind]);
    await this.#patience.again(async () => {
      const sql = `select from jobs where job_id = $1 and state = 'WAITING'`;
      if ((await this.#patience.ask(database, sql, [id])).length > 0) throw new Error('not yet');
    });
  }
}
