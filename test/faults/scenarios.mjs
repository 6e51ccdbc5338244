import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../deploy/local/cohort/api.mjs';
import { until } from '../../deploy/local/cohort/until.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import {
  approveRegistrations,
  checkInStudents,
  graduate,
  openSchool,
  revokeGraduation,
} from '../city/students.mjs';
import { checkHistory } from './check-history.mjs';
import { readTables } from './read-tables.mjs';
import { TopicHistory } from './topic-history.mjs';
import { World } from './world.mjs';

const quiet = { progress: () => {} };
const STATE = 'certificates.lookup.v1';
/** From the graduation over the certificate to those who show it: so often an event causes another. */
const LONGEST_WAY = 2;
/** A mutant commits its offsets before it has handled. */
const HANDLED_AFTER_COMMIT_MS = 1_000;
/** Of what a relay has in its hands when it wakes. */
const SENT_BY_THEN_MS = 12_000;
/** What is built in shows in one of a few plays, since damage depends on timing, or the checker is blind to it. */
const MOST_PLAYS = 3;

/**
 * Plays a scenario among services of its own, and answers what the checker finds afterwards.
 * @param {{ scenario: (stage: Stage) => Promise<void>, platform: object, mutation?: string }} what `platform`: servers,
 *   which may be others' too; `mutation`: damage that is built in, see test-build.mjs
 * @returns {Promise<string[]>}
 */
export async function play({ scenario, platform, mutation }) {
  const world = await World.start({ platform, mutation, impatient: true });
  let history;
  try {
    history = await TopicHistory.start(world);
    const stage = new Stage(world, history);
    await stage.prepare(MOST_PLAYS * STUDENTS_OF_A_PLAY);
    let findings = [];
    for (let plays = 0; plays < (mutation ? MOST_PLAYS : 1) && findings.length === 0; plays++) {
      await scenario(stage);
      findings = await stage.findings();
    }
    return findings;
  } finally {
    await history?.close().catch(() => {});
    await world.stop();
  }
}

const STUDENTS_OF_A_PLAY = 20;

/** A world with students, and what was acknowledged of them. */
export class Stage {
  graduated = new Set();
  revoked = new Set();
  rejected = new Set();

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

  /** @returns what waits until the topic of the lookup has told of so many certificates, from now on, in the status */
  tellsTheLookup(status) {
    const told = () => this.history.records.filter(({ topic, value }) => topic === STATE && JSON.parse(value).status === status).length; // prettier-ignore
    const before = told();
    return (count, timeout) =>
      until(`${status} in ${STATE}`, async () => ({ seen: told() - before, wanted: count }), {
        ...quiet,
        timeout,
      });
  }

  /** What the checker finds once nothing is on its way any more, so that nothing that is found will still be mended. */
  async findings() {
    await this.#untilReady();
    for (let hops = 0; hops < LONGEST_WAY; hops++) {
      await this.#outboxesEmpty();
      await Promise.all(serviceNames.map((service) => this.history.handledBy(service)));
    }
    await sleep(HANDLED_AFTER_COMMIT_MS);
    await this.history.caughtUp();
    return checkHistory({ world: this.world, registrars: this, history: this.history });
  }

  #outboxesEmpty() {
    return until(
      'outboxes empty',
      async () => {
        const tables = Object.values(await readTables(this.world));
        return { seen: tables.filter(({ waiting }) => waiting[0].rows === 0).length, wanted: tables.length };
      },
      quiet,
    );
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
  const died = stage.world.atPoint('certificates', 'after handling, before commit', 'kill');
  await stage.graduate(10);
  await died;
  await stage.graduate(10);
}

/** After revocations, every fact comes a second time. */
export async function factsComeTwice(stage) {
  const toldValid = stage.tellsTheLookup('VALID');
  const toldRevoked = stage.tellsTheLookup('REVOKED');
  const ids = await stage.graduate(10);
  await toldValid(10);
  await stage.revoke(ids);
  await toldRevoked(10);
  await stage.history.sendAgain({ type: 'student-records.StudentGraduated.v1' });
  await stage.graduate(10);
}

/**
 * A relay is stopped between reading a state and sending it, for longer than every time-out; another process takes over
 * and sends that state and a newer one; then the first wakes up.
 */
export async function wakesAfterItsSuccessor(stage) {
  const toldValid = stage.tellsTheLookup('VALID');
  const toldRevoked = stage.tellsTheLookup('REVOKED');
  const order = stage.world.arm('certificates', 'after read of state, before send', 'stop');
  const ids = await stage.graduate(3);
  await until('relay stopped', async () => ({ seen: Number(!!order.takenBy()), wanted: 1 }), quiet);
  const sleeper = stage.world.sleeperOf(order);
  const leave = await stage.world.enter('certificates');
  await toldValid(3);
  await stage.revoke(ids);
  await toldRevoked(3);
  const toldLate = stage.tellsTheLookup('VALID');
  sleeper.wake();
  // What it has in its hands, it sends now, or never; on a busy machine it may be long in coming to itself.
  await toldLate(1, SENT_BY_THEN_MS).catch(() => {});
  await leave();
}
