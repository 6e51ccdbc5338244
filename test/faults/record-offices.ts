import { randomUUID } from 'node:crypto';
import { type Api, apiOf, type Registration } from '../../deploy/local/cohort/api.ts';
import { idNumber, nameOf } from '../harness/applicants.ts';
import { checkInStudents, openAnotherSchool, SCHOOL } from '../harness/students.ts';
import { nothingTold, type RecordsTold } from './check-records.ts';
import { comeToTheirDay, inDays } from './days.ts';
import type { Patience } from './patience.ts';
import type { World } from './world.ts';

/** The school that students leave for {@link SCHOOL}. */
const LEFT_SCHOOL = 'S002';
/** Of a round. */
const STUDENTS = 8;
/** Numbers of people who are nobody else's in a run. */
const FIRST_PERSON = 50_000;
const papers = { evidence: '样例〔2026〕1号', effectiveOn: inDays(0) };
const because = { reason: '样例' };
/** Who began then is beyond the first semester and before the final year, whenever the run is. */
const START_YEAR = Number(inDays(-425).slice(0, 4));

/** Somebody of a run, with their number. */
type Student = Registration & { n: number };

/**
 * The offices of two schools and of the city: students are transferred, today and on a day to come, or stay since it was refused or
 * cancelled; they withdraw; persons are merged and split again, and names corrected. All at once, where it meets in one person.
 */
export class RecordOffices {
  readonly told: RecordsTold = nothingTold();
  #world: World;
  #patience: Patience;
  #api: Api;
  #students: Student[] = [];
  /** Withdrawals of a day to come, by the registration. */
  #withdrawals = new Map<string, string>();
  #offeringId = '';
  #merged = new Set<string>();

  constructor(world: World, patience: Patience) {
    this.#world = world;
    this.#patience = patience;
    this.#api = apiOf(world.access);
  }

  /** Students of so many rounds at the other school, who wait to be registered. @returns how many */
  async checkIn(rounds: number): Promise<number> {
    const count = STUDENTS * rounds;
    const place = { schoolCode: LEFT_SCHOOL, year: START_YEAR };
    await openAnotherSchool(this.#api, { ...place, digits: '450400001', seats: count });
    await checkInStudents(this.#api, count, FIRST_PERSON, place);
    const [offering] = await this.#api('enrolment', 'city-officer').all(`/offerings?schoolCode=${SCHOOL}`);
    this.#offeringId = offering.offeringId;
    for (const year of [0, 366].map((days) => Number(inDays(days).slice(0, 4))))
      await this.#officer().post('/working-calendars', {
        year,
        documentNo: '样例〔2026〕1号',
        holidays: [`${year}-01-01`],
        shiftedWorkdays: [],
      });
    return count;
  }

  /** They are registered; some will withdraw. */
  async prepare(active: readonly Registration[]): Promise<void> {
    const numbers = new Map(active.map((_, at) => [nameOf(FIRST_PERSON + at), FIRST_PERSON + at]));
    const theirs = active.filter(({ schoolCode }) => schoolCode === LEFT_SCHOOL);
    this.#students = theirs.map((each) => ({ ...each, n: numbers.get(each.name)! }));
    const leaving = this.#students.filter((_, at) => at % STUDENTS >= STUDENTS - 2);
    const registrar = this.#api('student-records', 'school-registrar', LEFT_SCHOOL, 'registrar');
    const { changeIds, refused } = await registrar.post('/status-changes', {
      registrationIds: leaving.map(({ registrationId }) => registrationId),
      type: 'WITHDRAWAL',
      reasonCode: 'OWN_REQUEST',
      effectiveOn: inDays(30),
      evidence: '样例',
    });
    if (refused.length > 0) throw new Error(`Withdrawals were refused: ${JSON.stringify(refused)}`);
    await this.#officer().post('/status-changes/batch-approve', { changeIds });
    for (const [at, { registrationId }] of leaving.entries()) this.#withdrawals.set(registrationId, changeIds[at]); // prettier-ignore
  }

  /** @param graduates who have graduated by now, and are of no use to others */
  async work(graduates: ReadonlySet<string>): Promise<void> {
    const [one, other, later, refused, cancelled, staying, leaving, left] = this.#students.splice(0, STUDENTS) as [Student, Student, Student, Student, Student, Student, Student, Student]; // prettier-ignore
    await Promise.all([
      this.#withdraw([leaving, left]).then(() => this.#transferMerged(one, other, leaving, left)),
      this.#transferLater(later),
      this.#stay(refused, cancelled),
      this.#mergeGraduate(staying, graduates),
    ]);
  }

  /** Two go to the other school who turn out to be those who left: one before, which is undone after, and the other meanwhile. */
  async #transferMerged(one: Student, other: Student, leaving: Student, left: Student) {
    const transfers = await this.#released([one, other]);
    const [before, meanwhile] = [await this.#askMerge(leaving, one), await this.#askMerge(left, other)];
    await Promise.all([this.#accept(transfers), this.#approveIdentity(before)]);
    await Promise.all([this.#approveTransfers(transfers), this.#approveIdentity(meanwhile)]);
    this.#told(transfers, 'APPLIED');
    const undo = await this.#identity(`/identity-changes/${before}/undo`, { evidence: papers.evidence });
    await this.#approveIdentity(undo);
    this.told.holders.set(one.registrationId, one.personId);
    this.told.holders.set(other.registrationId, left.personId);
  }

  async #transferLater(student: Student) {
    const transfers = await this.#released([student], inDays(30));
    await this.#accept(transfers);
    await Promise.all([this.#approveTransfers(transfers), this.#correct(student)]);
    await this.#dayComes('transfers', 'transfer_id', transfers, 'follow-transfers');
    this.#told(transfers, 'APPLIED');
  }

  async #stay(refused: Student, cancelled: Student) {
    const transfers = await this.#released([refused, cancelled]);
    await this.#step('registrar', SCHOOL, 'reject', transfers.slice(0, 1), because);
    await this.#step('registrar', LEFT_SCHOOL, 'cancel', transfers.slice(1), because);
    this.#told(transfers.slice(0, 1), 'REJECTED');
    this.#told(transfers.slice(1), 'CANCELLED');
  }

  async #withdraw(students: Student[]) {
    const changes = students.map(({ registrationId }) => this.#withdrawals.get(registrationId)!);
    await this.#dayComes('status_changes', 'change_id', changes, 'apply-status-changes');
    this.#told(changes, 'APPLIED');
  }

  /** Whose certificate and case stand already turns out to study again, under a name that is corrected then. */
  async #mergeGraduate(staying: Student, graduates: ReadonlySet<string>) {
    const graduate = await this.#patience.again(async () => {
      const id = [...graduates].find((each) => !this.#merged.has(each));
      if (!id) throw new Error('Nobody has graduated yet.');
      return this.#officer().get<Registration>(`/registrations/${id}`);
    });
    this.#merged.add(graduate.registrationId);
    await this.#approveIdentity(await this.#askMerge(staying, graduate));
    await this.#correct(staying);
    this.told.holders.set(graduate.registrationId, staying.personId);
    this.told.names.set(graduate.registrationId, newNameOf(staying));
  }

  async #correct(student: Student) {
    const identity = { name: newNameOf(student), idType: 'RESIDENT_ID', idNumber: idNumber(student.n) };
    const request = { identity, reasonCode: 'LEGAL_CHANGE', ...papers };
    const change = await this.#identity(`/persons/${student.personId}/identity-corrections`, request);
    await this.#approveIdentity(change);
    this.told.names.set(student.registrationId, newNameOf(student));
  }

  #askMerge(stays: Registration, goes: Registration) {
    return this.#identity('/persons/merge', { personId: stays.personId, mergedPersonId: goes.personId, ...papers }); // prettier-ignore
  }

  async #identity(path: string, body: object): Promise<string> {
    return (await this.#keyed('city-officer', undefined, 'asks', path, body)).changeId;
  }

  async #approveIdentity(change: string) {
    await this.#keyed('city-officer', undefined, 'decides', `/identity-changes/${change}/approve`);
    this.#told([change], 'APPLIED');
  }

  /** Transfers of students whose school has let them go. */
  async #released(students: Student[], effectiveOn = inDays(0)): Promise<string[]> {
    const request = {
      registrationIds: students.map(({ registrationId }) => registrationId),
      receivingSchoolCode: SCHOOL,
      reasonCode: 'FAMILY_MOVED',
      evidence: '样例',
      effectiveOn,
    };
    const { transferIds } = await this.#keyed('school-registrar', LEFT_SCHOOL, 'registrar', '/transfers', request); // prettier-ignore
    await this.#step('principal', LEFT_SCHOOL, 'release', transferIds);
    return transferIds;
  }

  #accept(transferIds: string[]) {
    return this.#step('principal', SCHOOL, 'accept', transferIds, { targetOfferingId: this.#offeringId });
  }

  #approveTransfers(transferIds: string[]) {
    return this.#keyed('city-officer', undefined, 'decides', '/transfers/batch-approve', { transferIds });
  }

  #step(who: 'registrar' | 'principal', school: string, step: string, transferIds: string[], more: object = {}) {
    return this.#keyed(`school-${who}`, school, who, `/transfers/batch-${step}`, { transferIds, ...more });
  } // prettier-ignore

  /** Until it is told, and done for all. */
  async #keyed(role: string, school: string | undefined, person: string, path: string, body?: object) {
    const key = randomUUID();
    const caller = this.#api('student-records', role, school, person);
    const { body: answer } = await this.#patience.again(() => caller.send('POST', path, { body, key }));
    if (answer.refused?.length > 0) throw new Error(`${path} was refused: ${JSON.stringify(answer.refused)}`);
    return answer;
  }

  #officer() {
    return this.#api('student-records', 'city-officer');
  }

  /** As the clock would bring it, with the job of the night; resolves when it has taken effect. */
  async #dayComes(table: string, id: string, ids: string[], job: string) {
    const database = this.#world.databaseOf('student-records');
    await this.#patience.ask(database, comeToTheirDay(table, id), [ids]);
    await this.#patience.due(database, [job]);
    await this.#patience.again(async () => {
      const waiting = `select from ${table} where ${id} = any($1) and state <> 'APPLIED'`;
      if ((await this.#patience.ask(database, waiting, [ids])).length > 0) throw new Error('not yet');
    });
  }

  #told(ids: string[], state: string) {
    for (const id of ids) this.told.settled.set(id, state);
  }
}

const newNameOf = ({ name }: Student) => `新${name}`;
