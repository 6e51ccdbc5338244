import { apiOf } from '../../../deploy/local/cohort/api.ts';
import { seeded } from '../../../deploy/local/sample/random.ts';
import { checkInStudents, openSchool, submittedRegistrations } from '../../harness/students.ts';
import { nothingTold } from '../../faults/check-records.ts';
import { type City, heal, untilReady } from '../../faults/healing.ts';
import { Operators } from '../../harness/operators.ts';

import { Registrars } from '../../harness/registrars.ts';
import type { RunningSystem } from '../../harness/running-system.ts';
import { TopicHistory } from '../../harness/topic-history.ts';
import { Clerks } from './clerks.ts';
import { countedFetch } from './counted-fetch.ts';
import { countsOf, untilArrived } from './counts.ts';
import { Figures } from './figures.ts';

/** How much there is to do. */
export interface Work {
  studentsPerSecond: number;
  clerksPerSecond: number;
}

/** Works at the release as those do who use it, counts what became of each request, and judges what came of it all. */
export class Examiner {
  #figures = new Figures();
  #system: RunningSystem;
  #city!: City & { clerks: Clerks };
  #working: Promise<void>[] = [];

  /** The orders that it takes, by name. */
  orders = {
    begin: (order: { students: number; seed: number }) => this.#begin(order),
    work: (order: Work) => this.#work(order),
    phase: ({ name }: { name: string }) => this.#figures.begin(name),
    figures: ({ phases }: { phases: string[] }) =>
      phases.map((phase) => ({ phase, ...this.#figures.of(phase) })),
    arrived: ({ patience }: { patience: number }) => untilArrived(this.#city, patience),
    judge: () => this.#judge(),
  };

  /** @param systemWith the release, in which requests are sent by `send` */
  constructor(systemWith: (send: typeof fetch) => RunningSystem) {
    this.#system = systemWith(countedFetch(this.#figures));
  }

  close = (): Promise<void> | undefined => this.#city?.history.close();

  /** A school with so many students, as far as their registration was submitted. */
  async #begin({ students, seed }: { students: number; seed: number }) {
    const system = this.#system;
    const [notReady] = await untilReady(system);
    if (notReady) throw new Error(notReady);
    const history = await TopicHistory.start(system);
    const api = apiOf(system.access);
    await openSchool(api, students);
    await checkInStudents(api, students);
    const submitted = await submittedRegistrations(api, students);
    const registrars = new Registrars(system.access, submitted, seeded(seed), { withKeys: true });
    const [clerks, operators] = [new Clerks(system.access), new Operators(system.access)];
    this.#city = { system, history, registrars, clerks, operators, left: new Map(), records: nothingTold() };
  }

  /** Until {@link #judge}. */
  #work({ studentsPerSecond, clerksPerSecond }: Work) {
    const { registrars, clerks, operators } = this.#city;
    this.#working = [registrars.work(studentsPerSecond), clerks.work(clerksPerSecond), operators.work()];
    for (const each of this.#working) each.catch(() => {}); // awaited when it is judged
  }

  /** Everybody stops, what was begun gets its outcome, and tables, topics and what was told are held against each other. */
  async #judge() {
    const { registrars, clerks, operators } = this.#city;
    for (const each of [registrars, clerks, operators]) each.stop();
    const { caughtUpAfterMs, findings } = await heal(this.#city, Promise.all(this.#working));
    return {
      caughtUpSeconds: Math.round(caughtUpAfterMs / 100) / 10,
      findings,
      ...(await countsOf(this.#city)),
    };
  }
}
