import type { ApplicationState } from '../src/domain/application.js';

/** What the rules say of applications, seats and persons, in as few words as possible: a line of seats for each school. */
export class CityModel {
  readonly applications: Applied[] = [];
  /** schools whose season is over */
  readonly over = new Set<number>();
  /** schools whose line is closed */
  readonly closed = new Set<number>();
  /** schools whose qualification is suspended */
  readonly unqualified = new Set<number>();
  /** the number of seats that a school has asked for, until it is decided on */
  readonly asked = new Map<number, number>();
  readonly planned: number[];

  constructor(planned: readonly number[]) {
    this.planned = [...planned];
  }

  ofSchool(school: number) {
    return this.applications.filter((each) => each.school === school);
  }

  reserved = (school: number) => countIn(this.ofSchool(school), ['OFFERED', 'ADMITTED']);
  used = (school: number) => countIn(this.ofSchool(school), ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED']);
  free = (school: number) => this.planned[school]! - this.reserved(school) - this.used(school);
  lastRank = (school: number) => Math.max(0, ...this.waiting(school).map(({ rank }) => rank!));
  waiting = (school: number) => this.ofSchool(school).filter(({ state }) => state === 'WAITLISTED');
  isHeld = (person: number) => this.applications.some((each) => each.person === person && holds(each));

  /** Whether the person applies for the place already, by another application. */
  isTaken = ({ person, school }: Pick<Applied, 'person' | 'school'>) =>
    this.ofSchool(school).some((each) => each.person === person && LIVE.includes(each.state));

  apply(person: number, school: number): Applied | undefined {
    if (this.over.has(school) || this.isTaken({ person, school })) return undefined;
    const applied: Applied = { person, school, state: 'SUBMITTED' };
    this.applications.push(applied);
    return applied;
  }

  move(each: Applied, { from, to, only = () => true }: Move): void {
    if (!from.includes(each.state) || !only(this, each)) return;
    each.rank = to === 'WAITLISTED' ? this.lastRank(each.school) + 1 : undefined;
    each.state = to;
  }

  /** Whether another school can take who is admitted. */
  mayTake = (each: Applied, school: number) =>
    school !== each.school &&
    mayAdmit(this, { school }) &&
    this.free(school) > 0 &&
    this.lastRank(school) === 0 &&
    !this.isTaken({ person: each.person, school });

  /** 调剂, of a school that is suspended: the application that follows at the other one. */
  transfer(each: Applied, school: number): Applied {
    each.state = 'CANCELLED';
    each.isTransferred = true;

    const follows: Applied = { person: each.person, school, state: 'ADMITTED' };
    this.applications.push(follows);
    return follows;
  }

  offerFreeSeats(): void {
    for (const school of this.planned.keys()) {
      if (this.over.has(school) || this.closed.has(school)) continue;
      const next = this.waiting(school).filter(({ person }) => !this.isHeld(person));
      const seated = next.toSorted((a, b) => a.rank! - b.rank!).slice(0, this.free(school));
      for (const each of seated) this.move(each, { from: ['WAITLISTED'], to: 'OFFERED' });
    }
  }

  /** Whether the line may have so many seats: not fewer than are taken. */
  mayPlan = (school: number, seats: number) =>
    !this.closed.has(school) && seats >= this.reserved(school) + this.used(school);

  askForSeats(school: number, seats: number): boolean {
    const may = this.mayPlan(school, seats) && seats !== this.planned[school] && !this.asked.has(school);
    if (may) this.asked.set(school, seats);
    return may;
  }

  approveSeats(school: number): boolean {
    const seats = this.asked.get(school);
    if (seats === undefined || !this.mayPlan(school, seats)) return false;
    if (seats > this.planned[school]! && this.unqualified.has(school)) return false;
    this.planned[school] = seats;
    return this.asked.delete(school);
  }

  endSeason(school: number): void {
    this.over.add(school);
    this.closed.add(school);
    for (const each of this.ofSchool(school)) this.move(each, { from: ['ADMITTED'], to: 'NO_SHOW' });
  }
}

export interface Applied {
  id?: string;
  readonly person: number;
  readonly school: number;
  state: ApplicationState;
  rank?: number;
  /** back in a study that had ended: student records decides that, whomever it holds meanwhile */
  resumed?: boolean;
  /** another school has the person by an application that followed */
  isTransferred?: boolean;
}

export interface Move {
  readonly from: readonly ApplicationState[];
  readonly to: ApplicationState;
  readonly only?: (city: CityModel, each: Applied) => boolean;
}

const HOLDING = ['ADMITTED', 'CHECKED_IN', 'REGISTERED'];
export const holds = ({ state }: Applied): boolean => HOLDING.includes(state);
const PENDING: ApplicationState[] = ['SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED'];
const LIVE: ApplicationState[] = [...PENDING, 'OFFERED', 'ADMITTED', 'CHECKED_IN', 'REGISTERED'];
const CLOSED: ApplicationState[] = ['WITHDRAWN', 'REJECTED', 'DECLINED', 'CANCELLED', 'NO_SHOW'];
const countIn = (some: Applied[], states: ApplicationState[]) =>
  some.filter(({ state }) => states.includes(state)).length;
type At = Pick<Applied, 'school'>;
const inSeason = (city: CityModel, { school }: At) => !city.over.has(school) && !city.closed.has(school);
const mayAdmit = (city: CityModel, at: At) => inSeason(city, at) && !city.unqualified.has(at.school);

/** What a school or the city asks for, by the path of its batch; whoever may not move, stays. */
export const MOVES = {
  review: { from: ['SUBMITTED'], to: 'UNDER_REVIEW' },
  admit: {
    from: ['SUBMITTED', 'UNDER_REVIEW', 'OFFERED'],
    to: 'ADMITTED',
    only: (city, each) =>
      mayAdmit(city, each) &&
      !city.isHeld(each.person) &&
      (each.state === 'OFFERED' || (city.free(each.school) > 0 && city.lastRank(each.school) === 0)),
  },
  waitlist: {
    from: ['SUBMITTED', 'UNDER_REVIEW'],
    to: 'WAITLISTED',
    only: (city, each) =>
      inSeason(city, each) && (city.free(each.school) <= 0 || city.lastRank(each.school) > 0),
  },
  'check-in': {
    from: ['ADMITTED'],
    to: 'CHECKED_IN',
    only: (city, { school }) => !city.unqualified.has(school),
  },
  withdraw: { from: PENDING, to: 'WITHDRAWN' },
  reject: { from: PENDING, to: 'REJECTED' },
  decline: { from: ['OFFERED', 'ADMITTED'], to: 'DECLINED' },
  cancel: { from: [...PENDING, 'OFFERED', 'ADMITTED'], to: 'CANCELLED' },
  reconsider: {
    from: [...CLOSED, 'WAITLISTED'],
    to: 'SUBMITTED',
    only: (city, each) => each.state === 'WAITLISTED' || (!each.isTransferred && !city.isTaken(each)),
  },
} satisfies Record<string, Move> as Record<string, Move>;

/** What student records says, which it says of these only. */
export const NEWS = {
  approved: { from: ['CHECKED_IN'], to: 'REGISTERED' },
  rejected: { from: ['CHECKED_IN'], to: 'RETURNED' },
  graduated: { from: ['CHECKED_IN', 'REGISTERED'], to: 'STUDY_ENDED' },
  left: { from: ['REGISTERED'], to: 'STUDY_ENDED' },
  resumed: { from: ['STUDY_ENDED'], to: 'REGISTERED' },
} satisfies Record<string, Move>;
