import type { Api, Application, Refused } from '../../deploy/local/cohort/api.ts';
import { atOnce, chunksOf } from '../../deploy/local/cohort/groups.ts';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.ts';
import { csvOf } from '../../deploy/local/sample/csv.ts';
import type { Row, Season } from './season.ts';

/** Schools that work at the same time. */
const AT_ONCE = 4;

/** Runs a part of the season and takes note of it. @param work answers how many rows it was about */
export type Step = (name: string, work: () => Promise<number>) => Promise<void>;

/** What the season does not do by itself. */
export interface Surroundings {
  readonly step: Step;
  /** Waits until the seats that are free are offered to those who wait. */
  readonly offered: () => Promise<unknown>;
  /** Waits for what follows the check-in elsewhere, before the season is closed. */
  readonly settled?: (checkedIn: number) => Promise<unknown>;
}

type Which = (row: Row, applicationId: string) => boolean;

const OWN_WISH = { reason: '本人申请' };
const stays = ({ fate }: Row) => fate !== 'WITHDRAWS';
const declines = ({ fate }: Row) => fate === 'DECLINES';

/** A season as the admissions officers of its schools go through it, by files and batches. */
export class SeasonPlay {
  /** The application of each row that is one. */
  readonly ids = new Map<Row, string>();
  refusedRows = 0;
  readonly #api: Api;
  readonly #season: Season;
  readonly #around: Surroundings;
  readonly #schools: string[];

  constructor(api: Api, season: Season, around: Surroundings) {
    this.#api = api;
    this.#season = season;
    this.#around = around;
    this.#schools = [...season.files.keys()].toSorted();
  }

  async play(): Promise<void> {
    const calendar = await this.#openSeason();
    await this.#around.step('import', () => this.#import());
    await this.#batches('withdraw', 'withdraw', ({ fate }) => fate === 'WITHDRAWS', OWN_WISH);
    const refused = await this.#batches('admit', 'admit', (row) => stays(row) && !row.isSecond);
    await this.#batches('admit elsewhere', 'admit', (row) => stays(row) && row.isSecond);
    await this.#batches('waitlist', 'waitlist', (_, id) => refused.get(id) === 'quota-full');
    const seated = await this.#inState('ADMITTED');
    await this.#batches('decline', 'decline', (row, id) => seated.has(id) && declines(row), OWN_WISH); // prettier-ignore
    await this.#acceptOffers();
    const awaited = await this.#inState('ADMITTED');
    const comes: Which = (row, id) => awaited.has(id) && row.fate !== 'STAYS_AWAY';
    await this.#batches('check in', 'check-in', comes, { checkedInOn: `${this.#season.year}-09-01` });
    await this.#around.settled?.((await this.#inState('CHECKED_IN')).size);
    await this.#closeSeason(calendar);
    await this.#batches('no-show', 'note-no-show', (row, id) => awaited.has(id) && !comes(row, id), {
      reason: '逾期未报到',
    });
  }

  async #acceptOffers(): Promise<void> {
    for (;;) {
      await this.#around.offered();
      const offered = await this.#inState('OFFERED');
      if (offered.size === 0) return;
      await this.#batches('accept', 'admit', (row, id) => offered.has(id) && !declines(row));
      await this.#batches('decline', 'decline', (row, id) => offered.has(id) && declines(row), OWN_WISH);
    }
  }

  /** A batch after the other of each school, of its rows in the order of its file; answers why which were refused. */
  async #batches(name: string, path: string, which: Which, more: object = {}): Promise<Map<string, string>> {
    const refusals = new Map<string, string>();
    await this.#around.step(name, async () => {
      let count = 0;
      await atOnce(this.#schools, AT_ONCE, async (school) => {
        const rows = this.#season.files.get(school)!.flatMap((row) => {
          const id = this.ids.get(row);
          return id && which(row, id) ? id : [];
        });
        count += rows.length;
        for (const applicationIds of chunksOf(rows)) {
          const refused = await this.#post(school, path, { applicationIds, ...more });
          for (const { id, code } of refused) refusals.set(id, code);
        }
      });
      return count;
    });
    return refusals;
  }

  async #post(school: string, path: string, body: object): Promise<(Refused & { id: string })[]> {
    return (await this.#admissions(school).post(`/applications/batch-${path}`, body)).refused;
  }

  async #import(): Promise<number> {
    await atOnce(this.#schools, AT_ONCE, async (school) => {
      const rows = this.#season.files.get(school)!;
      const caller = this.#admissions(school);
      const { importId, refused } = await uploadFile(caller, csvOf(rows.map(({ cells }) => cells)));
      await commitFile(caller, importId);
      const stored = await caller.all<Application>(`/applications?importId=${importId}`);
      const inFile = stored.toSorted((one, other) => one.importRow - other.importRow);
      const valid = rows.filter(({ isSpoilt }) => !isSpoilt);
      for (const [at, { applicationId }] of inFile.entries()) this.ids.set(valid[at]!, applicationId);
      this.refusedRows += refused;
    });
    return this.ids.size + this.refusedRows;
  }

  async #inState(state: string): Promise<Set<string>> {
    const found = await this.#city.all<Application>(`/applications?state=${state}`);
    return new Set(found.map(({ applicationId }) => applicationId));
  }

  /** Windows that are open today, whatever day it is. */
  async #openSeason(): Promise<string> {
    const season = { year: this.#season.year, season: 'AUTUMN' };
    return (await this.#city.post('/calendars', { ...season, ...closingOn(daysFromNow(30)) })).calendarId;
  }

  #closeSeason(calendarId: string): Promise<unknown> {
    const body = { ...closingOn(daysFromNow(-1)), reason: '样例：本季结束' };
    return this.#city.post(`/calendars/${calendarId}/correct`, body);
  }

  get #city() {
    return this.#api('enrolment', 'city-officer');
  }

  #admissions(school: string) {
    return this.#api('enrolment', 'school-admissions', school);
  }
}

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const closingOn = (day: string) => ({ applicationsCloseOn: day, admissionCloseOn: day, checkInDeadline: day, registrationCutOff: day }); // prettier-ignore
