import { apiOf } from '../../../deploy/local/cohort/api.mjs';
import { checkInStudents, openSchool, submittedRegistrations } from '../../city/students.mjs';
import { heal, untilReady } from '../../faults/healing.mjs';
import { Operators } from '../../faults/operators.mjs';
import { Random } from '../../faults/random.mjs';
import { Registrars } from '../../faults/registrars.mjs';
import { TopicHistory } from '../../faults/topic-history.mjs';
import { Clerks } from './clerks.mjs';
import { countedFetch } from './counted-fetch.mjs';
import { countsOf, untilArrived } from './counts.mjs';
import { Figures } from './figures.mjs';

/** Works at the release as those do who use it, counts what became of each request, and judges what came of it all. */
export class Examiner {
  #figures = new Figures();
  #world;
  #city;
  #working = [];

  /** The orders that it takes, by name. */
  orders = {
    begin: (order) => this.#begin(order),
    work: (order) => this.#work(order),
    phase: ({ name }) => this.#figures.begin(name),
    figures: ({ phases }) => phases.map((phase) => ({ phase, ...this.#figures.of(phase) })),
    arrived: ({ patience }) => untilArrived(this.#city, patience),
    judge: () => this.#judge(),
  };

  /** @param {(send: typeof fetch) => object} worldWith the release, in which requests are sent by `send` */
  constructor(worldWith) {
    this.#world = worldWith(countedFetch(this.#figures));
  }

  close = () => this.#city?.history.close();

  /** A school with so many students, as far as their registration was submitted. */
  async #begin({ students, seed }) {
    const world = this.#world;
    const [notReady] = await untilReady(world);
    if (notReady) throw new Error(notReady);
    const history = await TopicHistory.start(world);
    const api = apiOf(world.forApi);
    await openSchool(api, students);
    await checkInStudents(api, students);
    const submitted = await submittedRegistrations(api, students);
    const registrars = new Registrars(world.forApi, submitted, new Random(seed), { withKeys: true });
    const [clerks, operators] = [new Clerks(world.forApi), new Operators(world.forApi)];
    this.#city = { world, history, registrars, clerks, operators };
  }

  /** Until {@link #judge}. */
  #work({ studentsPerSecond, clerksPerSecond }) {
    const { registrars, clerks, operators } = this.#city;
    this.#working = [registrars.work(studentsPerSecond), clerks.work(clerksPerSecond), operators.work()];
    for (const each of this.#working) each.catch(() => {}); // awaited when it is judged
  }

  /** Everybody stops, what was begun gets its outcome, and tables, topics and what was told are held against each other. */
  async #judge() {
    const { registrars, clerks, operators } = this.#city;
    for (const each of [registrars, clerks, operators]) each.stop();
    const { levelAfterMs, findings } = await heal(this.#city, Promise.all(this.#working));
    return { levelSeconds: Math.round(levelAfterMs / 100) / 10, findings, ...(await countsOf(this.#city)) };
  }
}
