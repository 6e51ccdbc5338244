import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, apiOf } from '../../deploy/local/cohort/api.ts';
import { until } from '../../deploy/local/cohort/until.ts';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import {
  approveRegistrations,
  checkInStudents,
  graduate,
  openSchool,
  revokeGraduation,
} from '../harness/students.ts';
import { checkHistory } from './check-history.ts';
import { nothingTold } from './check-records.ts';
import { readTables } from '../harness/read-tables.ts';
import { untilReady } from './healing.ts';
import { TopicHistory } from '../harness/topic-history.ts';
import { type FaultPlatform, World } from './world.ts';

const STATE = 'certificates.lookup.v1';
/** From the graduation over the certificate to those who show it: so often an event causes another. */
const MAX_HOPS = 2;
/** A mutant commits its offsets before it has handled. */
const HANDLED_AFTER_COMMIT_MS = 1_000;
/** Of what a relay has in its hands when it wakes. */
const SENT_BY_THEN_MS = 12_000;
/** What is built in shows in one of a few plays, since damage depends on timing, or the checker is blind to it. */
const MAX_PLAYS = 3;

/**
 * Plays a scenario among services of its own, and answers what the checker finds afterwards.
 * @param what `platform`: servers, which may be others' too; `mutation`: damage that is built in, see test-build.ts
 */
export async function play({
  scenario,
  platform,
  mutation,
}: {
  scenario: (stage: Stage) => Promise<void>;
  platform: FaultPlatform;
  mutation?: string;
}): Promise<string[]> {
  const world = await World.start({ platform, mutation, impatient: true });
  let history: TopicHistory | undefined;
  try {
    history = await TopicHistory.start(world);
    const stage = new Stage(world, history);
    await stage.prepare(MAX_PLAYS * STUDENTS_OF_A_PLAY);
    let findings: string[] = [];
    for (let plays = 0; plays < (mutation ? MAX_PLAYS : 1) && findings.length === 0; plays++) {
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
  graduated = new Set<string>();
  revoked = new Set<string>();
  rejected = new Set<string>();
  left = new Map<string, string>();
  records = nothingTold();
  students: string[] = [];
  world: World;
  history: TopicHistory;
  api: Api;

  constructor(world: World, history: TopicHistory) {
    this.world = world;
    this.history = history;
    this.api = apiOf(world.access);
  }

  async prepare(count: number): Promise<void> {
    await this.#untilReady();
    await openSchool(this.api, count);
    await checkInStudents(this.api, count);
    const active = await approveRegistrations(this.api, count);
    this.students = active.map(({ registrationId }) => registrationId);
  }

  async graduate(count: number): Promise<string[]> {
    const ids = this.students.splice(0, count);
    await graduate(this.api, ids);
    for (const id of ids) this.graduated.add(id);
    return ids;
  }

  async revoke(ids: string[]): Promise<void> {
    for (const id of ids) {
      await revokeGraduation(this.api, id);
      this.revoked.add(id);
    }
  }

  /** @returns what waits until the topic of the lookup has told of so many certificates, from now on, in the status */
  tellsTheLookup(status: string): (count: number, timeout?: number) => Promise<void> {
    const told = () => this.history.records.filter(({ topic, value }) => topic === STATE && JSON.parse(value).status === status).length; // prettier-ignore
    const before = told();
    return (count, timeout) =>
      until(`${status} in ${STATE}`, async () => ({ seen: told() - before, wanted: count }), { timeout });
  }

  /** What the checker finds once nothing is on its way any more, so that nothing that is found will still be mended. */
  async findings(): Promise<string[]> {
    await this.#untilReady();
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      await this.#outboxesEmpty();
      await Promise.all(serviceNames.map((service) => this.history.handledBy(service)));
    }
    await sleep(HANDLED_AFTER_COMMIT_MS);
    await this.history.caughtUp();
    return checkHistory({ system: this.world, told: this, history: this.history });
  }

  #outboxesEmpty() {
    return until('outboxes empty', async () => {
      const tables = Object.values(await readTables(this.world, ['waiting']));
      return { seen: tables.filter(({ waiting }) => waiting?.[0]?.rows === 0).length, wanted: tables.length };
    });
  }

  async #untilReady() {
    const notReady = await untilReady(this.world);
    if (notReady[0]) throw new Error(notReady[0]);
  }
}

/** The certificates service dies while it handles a graduation. */
export async function diesWhileHandling(stage: Stage): Promise<void> {
  const died = stage.world.atPoint('certificates', 'after handling, before commit', 'kill');
  await stage.graduate(10);
  await died;
  await stage.graduate(10);
}

/** After revocations, every fact comes a second time. */
export async function factsComeTwice(stage: Stage): Promise<void> {
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
export async function wakesAfterItsSuccessor(stage: Stage): Promise<void> {
  const toldValid = stage.tellsTheLookup('VALID');
  const toldRevoked = stage.tellsTheLookup('REVOKED');
  const order = stage.world.arm('certificates', 'after read of state, before send', 'stop');
  const ids = await stage.graduate(3);
  await until('relay stopped', async () => ({ seen: Number(!!order.takenBy()), wanted: 1 }));
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
