import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, apiOf } from '../../deploy/local/cohort/api.ts';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { applicantsCsv } from '../harness/applicants.ts';
import { approveRegistrations, checkInStudents, MAJOR, SCHOOL } from '../harness/students.ts';
import { Admissions } from './admissions.ts';
import { comeToTheirDay, inDays } from './days.ts';
import { Patience } from './patience.ts';
import { RecordOffices } from './record-offices.ts';
import type { World } from './world.ts';

/** Until what was given is in the middle of its work. */
const WORK_BEGINS_MS = 300;
const ROWS = 700;
const LEAVES = 5;
/** Numbers of people who are nobody else's in a run. */
const FIRST_STUDENT = 40_000;
const FIRST_APPLICANT = 42_000;
const DIGESTS = ['certificates', 'certificate-lookup', 'employment'];

/** Students who take leave in so many rounds. */
export const leavesIn = (rounds: number): number => rounds * 3 * LEAVES;

/**
 * What jobs do: files of applicants are imported, leaves take effect, nights come; while Redis is hurt each time. Beside them the
 * admissions office works, and those of the records.
 */
export class Clerks {
  readonly admissions: Admissions;
  readonly records: RecordOffices;
  #world: World;
  #api: Api;
  /** Changes that were approved and wait for their day. */
  #changes: string[] = [];
  #files = 0;
  #patience = new Patience();

  constructor(world: World) {
    this.#world = world;
    this.#api = apiOf(world.access);
    this.admissions = new Admissions(world, this.#patience);
    this.records = new RecordOffices(world, this.#patience);
  }

  /** Lets students ask for leave in the future, as many as so many rounds need, and people apply. */
  async prepare(rounds: number): Promise<void> {
    const count = leavesIn(rounds);
    await this.admissions.prepare(rounds);
    await checkInStudents(this.#api, count, FIRST_STUDENT);
    const elsewhere = await this.records.checkIn(rounds);
    const active = await approveRegistrations(this.#api, count + elsewhere);
    await this.records.prepare(active);
    const here = active.filter(({ schoolCode }) => schoolCode === SCHOOL);
    const { changeIds } = await this.#api('student-records', 'school-registrar', SCHOOL).post('/status-changes', {
      registrationIds: here.map(({ registrationId }) => registrationId),
      type: 'LEAVE',
      reasonCode: 'ILLNESS',
      effectiveOn: inDays(30),
      returnExpectedOn: inDays(100),
      evidence: '样例',
    }); // prettier-ignore
    await this.#api('student-records', 'city-officer').post('/status-changes/batch-approve', { changeIds });
    this.#changes = changeIds;
  }

  /** Resolves when Redis was flushed, stopped and killed in the middle of jobs, and all that was begun has an outcome. */
  async work(graduates: ReadonlySet<string>): Promise<void> {
    const offices = [this.admissions.work(), this.records.work(graduates)];
    for (const each of offices) each.catch(() => {}); // awaited below
    const imports: Promise<void>[] = [];
    const faults = [
      () => this.#world.flush(),
      () => this.#world.pause('redis', 3_000),
      () => this.#world.kill('redis', 2_000),
    ];
    for (const hurtRedis of faults) {
      imports.push(this.#import());
      await this.#night();
      await sleep(WORK_BEGINS_MS);
      await hurtRedis();
    }
    await Promise.all([...offices, ...imports]);
  }

  giveUp(): void {
    this.#patience.giveUp();
  }

  async #import() {
    const admissions = this.#api('enrolment', 'school-admissions', SCHOOL);
    const first = FIRST_APPLICANT + ROWS * this.#files++;
    const body = applicantsCsv(ROWS, { schoolCode: SCHOOL, majorCode: MAJOR }, first);
    const opened = await this.#patience.again(() =>
      admissions.send('POST', '/applications/imports', { body, type: 'text/csv' }),
    );
    const at = `/applications/imports/${opened.body.importId}`;
    const isAt = (state: string) => this.#patience.again(async () => {
      if ((await admissions.get(at)).state !== state) throw new Error('not yet');
    }); // prettier-ignore
    await isAt('VALIDATED');
    await this.#patience.again(() => admissions.post(`${at}/commit`));
    await isAt('DONE');
  }

  /** The day of some leaves comes, and the work of a night with it, as the clock would bring them. */
  async #night() {
    const due = this.#changes.splice(0, LEAVES);
    for (const service of serviceNames) {
      const kinds = ['publish-audit-heads', 'prune-tables'];
      if (DIGESTS.includes(service)) kinds.push('publish-digests');
      if (service === 'student-records') kinds.push('apply-status-changes');
      const database = this.#world.databaseOf(service);
      if (service === 'student-records')
        await this.#patience.ask(database, comeToTheirDay('status_changes', 'change_id'), [due]);
      await this.#patience.due(database, kinds);
    }
  }
}
