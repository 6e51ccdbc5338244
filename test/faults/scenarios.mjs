import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../local/cohort/api.mjs';
import { until } from '../../local/cohort/until.mjs';
import {
  approveRegistrations,
  checkInStudents,
  graduate,
  openSchool,
  revokeGraduation,
} from '../city/students.mjs';
import { checkHistory } from './check-history.mjs';
import { TopicHistory } from './topic-history.mjs';
import { World, serviceNames } from './world.mjs';

const quiet = { progress: () => {} };
const STATE = 'certificates.lookup.v1';

/**
 * Plays one scenario in a world of its own and answers what the checker finds afterwards.
 * @param {(stage: Stage) => Promise<void>} scenario
 * @param {string} [mutation] damage that is built in; see test-build.mjs
 * @returns {Promise<string[]>}
 */
export async function play(scenario, mutation) {
  const world = await World.start({ mutation });
  let history;
  try {
    history = await TopicHistory.start(world.platform.kafka.brokers);
    const stage = new Stage(world, history);
    await stage.prepare(40);
    await scenario(stage);
    return await stage.findings(mutation !== undefined);
  } finally {
    await history?.close().catch(() => {});
    await world.stop();
  }
}

/** A world with students, and what was acknowledged of them. */
export class Stage {
  graduated = new Set();
  revoked = new Set();

  constructor(world, history) {
    this.world = world;
    this.history = history;
    this.api = apiOf(world.forApi);
  }

  async prepare(count) {
    await this.#untilReady();
    await openSchool(this.api, count);
    await checkInStudents(this.api, count);
    const active = await approveRegistrations(this.api, count);
    this.students = active.map(({ registrationId }) => registrationId);
  }

  async graduate(count) {
    const ids = this.students.splice(0, count);
    await graduate(this.api, ids);
    for (const id of ids) this.graduated.add(id);
    return ids;
  }

  async revoke(ids) {
    for (const id of ids) {
      await revokeGraduation(this.api, id);
      this.revoked.add(id);
    }
  }

  /** Waits until so many records of the status are in the topic of the lookup. */
  toldTheLookup(status, count) {
    const told = () => this.history.records.filter(({ topic, value }) => topic === STATE && JSON.parse(value).status === status); // prettier-ignore
    return until(`${status} in ${STATE}`, async () => ({ seen: told().length, wanted: count }), quiet);
  }

  /** Looks until there is what is expected, nothing or damage, for some seconds. */
  async findings(expectsDamage) {
    await this.#untilReady();
    let findings;
    for (let looks = 0; looks < 20; looks++) {
      await this.history.caughtUp();
      findings = await checkHistory({
        postgres: this.world.platform.postgres,
        registrars: this,
        history: this.history,
      });
      if (findings.length > 0 === expectsDamage) break;
      await sleep(500);
    }
    return findings;
  }

  #untilReady() {
    return until(
      'services ready',
      async () => ({
        seen: (await Promise.all(serviceNames.map(this.world.isReady))).filter(Boolean).length,
        wanted: serviceNames.length,
      }),
      quiet,
    );
  }
}

/** The certificates service dies while it handles a graduation. */
export async function diesWhileHandling(stage) {
  const died = stage.world.atPoint('certificates', 'after handling, before commit', 'kill', 3_000);
  await stage.graduate(10);
  await died;
  await stage.graduate(10);
}

/** After revocations, every fact comes a second time. */
export async function factsComeTwice(stage) {
  const ids = await stage.graduate(10);
  await stage.toldTheLookup('VALID', 10);
  await stage.revoke(ids);
  await stage.toldTheLookup('REVOKED', 10);
  await stage.history.sendAgain({ type: 'student-records.StudentGraduated.v1' });
  await stage.graduate(10);
}

/**
 * A relay is stopped between reading a state and sending it, for longer than every time-out; another process takes over
 * and sends that state and a newer one; then the first wakes up.
 */
export async function wakesAfterItsSuccessor(stage) {
  const hasStopped = stage.world.arm('certificates', 'after read of state, before send', 'stop');
  const ids = await stage.graduate(3);
  await until('relay stopped', async () => ({ seen: Number(hasStopped()), wanted: 1 }), quiet);
  const leave = await stage.world.enter('certificates');
  await stage.toldTheLookup('VALID', 3);
  await stage.revoke(ids);
  await stage.toldTheLookup('REVOKED', 3);
  stage.world.wake('certificates');
  await sleep(5_000); // what it has in its hands, it sends now, or never
  await leave();
}
