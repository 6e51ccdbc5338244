import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../deploy/local/cohort/api.ts';
import type { Progress } from '../../deploy/local/cohort/until.ts';
import { type Random, seeded } from '../../deploy/local/sample/random.ts';
import { checkInStudents, openSchool, submittedRegistrations } from '../harness/students.ts';
import { Clerks, leavesIn } from './clerks.ts';
import { firstSeen } from './check-topics.ts';
import { drawFault, inflict, inWords } from './faults.ts';
import { type City, heal, untilReady } from './healing.ts';
import { Operators } from '../harness/operators.ts';
import { Registrars } from '../harness/registrars.ts';
import { TopicHistory } from '../harness/topic-history.ts';
import { World } from './world.ts';

const BETWEEN_FAULTS_MS = [200, 2_500] as const;

export interface FaultOptions {
  seed: number;
  count: number;
  perRound?: number;
  students?: number;
  /** students */
  perSecond?: number;
  mutation?: string;
  log?: Progress;
  onRound?: (summary: Summary) => void;
}

export interface Summary {
  seed: number;
  faults: Record<string, number>;
  /** faults that were to strike at a point to which nobody came */
  missed: number;
  rounds: Round[];
  findings: string[];
}

export interface Round {
  graduated: number;
  revoked: number;
  rejected: number;
  /** admissions that were released; of them, people who did not come */
  released: number;
  noShows: number;
  transferred: number;
  /** registrations that went to another person */
  merged: number;
  retries: number;
  redriven: number;
  caughtUpAfterMs: number;
  records: number;
  studentsLeft: number;
  findings: string[];
}

/**
 * Draws `count` faults from `seed` while registrars work; after every `perRound` everything heals and the history is
 * checked. Ends at the first round with findings.
 */
export async function runFaults({
  seed,
  count,
  perRound = 25,
  students = 300,
  perSecond = 6,
  mutation,
  log = () => {},
  onRound = () => {},
}: FaultOptions): Promise<Summary> {
  const random = seeded(seed);
  const world = await World.start({ mutation, log });
  const summary: Summary = { seed, faults: {}, missed: 0, rounds: [], findings: [] };
  let history: TopicHistory | undefined;
  let registrars: Registrars | undefined;
  let clerks: Clerks | undefined;
  let operators: Operators | undefined;
  try {
    history = await TopicHistory.start(world);
    clerks = new Clerks(world);
    registrars = await begin(world, clerks, students, Math.ceil(count / perRound), seed);
    operators = new Operators(world.access);
    log(`${students} students are ready`);
    for (let done = 0; done < count && summary.findings.length === 0;) {
      const faults = Math.min(perRound, count - done);
      const city = { system: world, history, registrars, clerks, operators, left: clerks.admissions.left, records: clerks.records.told }; // prettier-ignore
      const round = await runRound(city, { random, faults, perSecond, summary, log });
      done += faults;
      summary.rounds.push(round);
      summary.findings = round.findings;
      log(roundInWords(done, round));
      onRound(summary);
    }
    return summary;
  } finally {
    registrars?.giveUp();
    clerks?.giveUp();
    operators?.stop();
    await history?.close().catch(() => {});
    await world.stop();
  }
}

/** Registrars draw from numbers of their own: how often they do depends on the time, and which faults come shall not. */
async function begin(world: World, clerks: Clerks, count: number, rounds: number, seed: number) {
  const notReady = await untilReady(world);
  if (notReady.length > 0) throw new Error(notReady[0]);
  const api = apiOf(world.access);
  await openSchool(api, count + leavesIn(rounds));
  await clerks.prepare(rounds);
  await checkInStudents(api, count);
  return new Registrars(world.access, await submittedRegistrations(api, count), seeded(seed));
}

async function runRound(
  city: City & { system: World; clerks: Clerks },
  {
    random,
    faults,
    perSecond,
    summary,
    log,
  }: { random: Random; faults: number; perSecond: number; summary: Summary; log: Progress },
): Promise<Round> {
  const { system: world, history, registrars, clerks, operators } = city;
  const before = countsOf(city);
  const working = Promise.all([registrars.work(perSecond), clerks.work(registrars.graduated)]);
  working.catch(() => {}); // awaited below, unless the round fails before
  const publishing = operators.work();
  const inflicted: ReturnType<typeof inflict>[] = [];
  for (let n = 0; n < faults; n++) {
    const fault = drawFault(random, world);
    summary.faults[fault.kind] = (summary.faults[fault.kind] ?? 0) + 1;
    log(`  ${inWords(fault)}`);
    inflicted.push(inflict(fault, { world, topics: history }));
    await sleep(random.between(...BETWEEN_FAULTS_MS));
  }
  const outcomes = await Promise.all(inflicted);
  summary.missed += outcomes.filter((outcome) => outcome?.missed).length;
  registrars.stop();
  operators.stop();
  const healed = await heal(city, working);
  await publishing;
  const now = countsOf(city);
  return {
    graduated: now.graduated - before.graduated,
    revoked: now.revoked - before.revoked,
    rejected: now.rejected - before.rejected,
    released: now.released - before.released,
    noShows: now.noShows - before.noShows,
    transferred: now.transferred - before.transferred,
    merged: now.merged - before.merged,
    retries: now.retries - before.retries,
    redriven: now.redriven - before.redriven,
    ...healed,
    records: history.records.length,
    studentsLeft: registrars.left,
  };
}

function countsOf({ registrars, operators, history }: City) {
  const releases = new Map(
    history.records
      .filter(({ headers }) => headers.ce_type === 'enrolment.AdmissionReleased.v1')
      .map(({ headers, value }) => [headers.ce_id, JSON.parse(value).releasedAs]),
  );
  return {
    graduated: registrars.graduated.size,
    revoked: registrars.revoked.size,
    rejected: registrars.rejected.size,
    released: releases.size,
    noShows: [...releases.values()].filter((as) => as === 'NO_SHOW').length,
    transferred: eventsOf(history, 'StudentTransferred'),
    merged: eventsOf(history, 'PersonMerged'),
    retries: registrars.retries,
    redriven: operators.redriven,
  };
}

const eventsOf = ({ records }: TopicHistory, name: string) =>
  firstSeen(records).filter(({ headers }) => headers.ce_type === `student-records.${name}.v1`).length;

const roundInWords = (done: number, round: Round) =>
  `${done} faults; this round ${round.graduated} graduated, ${round.revoked} revoked, ${round.rejected} rejected, ` +
  `${round.released} admissions released, ${round.noShows} of them no-shows, ` +
  `${round.transferred} transferred, ${round.merged} merged, ` +
  `${round.retries} requests repeated, ${round.redriven} letters redriven; ` +
  `caught up ${(round.caughtUpAfterMs / 1_000).toFixed(1)} s after the last fault; ${round.findings.length} findings` +
  round.findings.map((finding) => `\n    ${finding}`).join('');
