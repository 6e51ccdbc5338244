import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../deploy/local/paths.mjs';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { CRASH_POINT } from './crash-orders.ts';
import { replaceOnce } from './replace-once.ts';

/**
 * A build of its own with additions that no production build has: points at which a process can be told to die, to stop
 * or to hang, and, for a mutant, damage that the checker has to find. Each is one replacement of compiled text; text that is
 * not there exactly once fails the build.
 */
const CRASH_POINTS: Record<
  string,
  [file: string, anchor: string, where: 'before' | 'after', condition?: string]
> = {
  'after business commit': ['libs/database/src/transactions.js', "await client.query('commit');", 'after'],
  'after read, before send': [
    'libs/messaging/src/shard-drain.js',
    'const next = await this.session.read(this.shard);',
    'after',
  ],
  'after read of state, before send': [
    'libs/messaging/src/shard-drain.js',
    'if (next.rows.length === 0) return',
    'before',
    'next.rows[0]?.topic.endsWith(".lookup.v1")',
  ],
  'after send, before delete': [
    'libs/messaging/src/shard-drain.js',
    'await this.session.delete(this.shard, next.rows, next.more);',
    'before',
  ],
  'inside handling': ['libs/messaging/src/batch-handler.js', 'await this.handleIn(tx, sound);', 'before'],
  'after handling, before commit': [
    'libs/messaging/src/batch-handler.js',
    'await this.handleIn(tx, sound);',
    'after',
  ],
  'in a job, before commit': [
    'libs/jobs/src/job-runs.js',
    'await noteStep(tx, jobId, kind, answer);',
    'after',
  ],
  'after commit, before offset commit': [
    'libs/messaging/src/batch-gatherer.js',
    'await this.consumer.commitOffsets(together.map(({ next })=>next));',
    'before',
  ],
};
export const crashPoints = Object.keys(CRASH_POINTS);
/** Those at which a transaction that handles events is open. */
export const pointsInHandling = ['inside handling', 'after handling, before commit'];

type Change = [file: string, anchor: string, text: string];

const CALL_ON_BATCH = 'await this.onBatch(together.flatMap(({ records })=>records)';
const COMMIT = 'await this.consumer.commitOffsets(together.map(({ next })=>next));';
const CLOSING = 'apps/enrolment/src/applications/close-applications.js';
const MUTATIONS: Record<string, Change[]> = {
  /** What is handled is still noted, but nothing is kept out; nor by the guard of the business table. */
  'inbox off': [
    ['libs/messaging/src/inbox.js', 'const fresh = events.filter(', 'const fresh = events; events.filter('],
    [
      'apps/certificates/src/reacts-to/student-graduated/issue-certificates.js',
      'const known = new Set(certified.map((row)=>keyOf(row.registration_id, row.kind)));',
      'const known = new Set();',
    ],
  ],
  'offsets committed first': [
    ['libs/messaging/src/batch-gatherer.js', COMMIT, ''],
    ['libs/messaging/src/batch-gatherer.js', CALL_ON_BATCH, `${COMMIT} ${CALL_ON_BATCH}`],
  ],
  /** Who leaves a seat leaves it taken, or stays held in the city, or nobody is told. */
  'seats kept': [[CLOSING, 'await moveSeats(tx, seated,', 'await moveSeats(tx, [],']],
  'persons kept': [[CLOSING, 'await releasePersons(tx, seated.map(', 'await releasePersons(tx, [].map(']],
  'no-shows untold': [
    ['apps/enrolment/src/applications/settle-admissions.js', 'publishes: admissionReleased', 'publishes: []'],
  ],
  /** Who is split off again leaves the record behind by which they went on at another school. */
  'transferred left behind': [
    [
      'apps/student-records/src/domain/identity-change-moves.js',
      'among(withTransfers(undone.registrationIds, registrations))',
      'among(new Set(undone.registrationIds))',
    ],
  ],
  'fence removed': [
    [
      'libs/messaging/src/shard-producers.js',
      'isStateShard(shard) ? this.fenceOf(shard) : undefined',
      'undefined',
    ],
  ],
};

/** Jobs that Redis or a process has lost are put back sooner, so that a round need not wait for them. */
const SOONER: Change[] = [['libs/jobs/src/jobs.module.js', 'reconcileMs = 30_000', 'reconcileMs = 5_000']];

/** A stopped relay loses its shards sooner, so that a test need not wait for it so long. */
const IMPATIENCE: Change[] = [
  ['libs/messaging/src/outbox-session.js', "IDLE_SESSION_TIMEOUT = '10s'", "IDLE_SESSION_TIMEOUT = '2s'"],
];

/** How a build differs. */
export interface BuildOptions {
  /** damage that is built in: one of the names above */
  mutation?: string;
  impatient?: boolean;
}

/**
 * @param dir folder for the build
 * @returns the folder that stands in for `dist`
 */
export function makeTestBuild(dir: string, { mutation, impatient }: BuildOptions): string {
  const build = path.join(dir, 'build');
  rmSync(build, { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  cpSync(path.join(root, 'dist'), path.join(build, 'dist'), { recursive: true });
  cpSync(path.join(root, 'package.json'), path.join(build, 'package.json'));
  symlinkSync(path.join(root, 'node_modules'), path.join(build, 'node_modules'));
  writeFileSync(path.join(build, 'dist/crash-point.js'), CRASH_POINT);
  for (const [name, [file, anchor, where, condition = 'true']] of Object.entries(CRASH_POINTS)) {
    const call = `if (${condition}) await globalThis.crashPoint(${JSON.stringify(name)});`;
    replaceOnce(
      path.join(build, 'dist'),
      file,
      anchor,
      where === 'after' ? `${anchor} ${call}` : `${call} ${anchor}`,
    );
  }
  const damage = mutation ? MUTATIONS[mutation] : [];
  if (!damage)
    throw new UserFacingError(`There is no mutation ${mutation}: ${Object.keys(MUTATIONS).join(', ')}.`);
  const changes = [...SOONER, ...damage, ...(impatient ? IMPATIENCE : [])];
  for (const change of changes) replaceOnce(path.join(build, 'dist'), ...change);
  return path.join(build, 'dist');
}
