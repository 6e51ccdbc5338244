import { crashPoints, pointsInHandling } from './test-build.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { serverNames } from './world.mjs';

/** Longer than a member of a group (6 s) or a relay (10 s) may be silent. */
const LONG_PAUSE = [12_000, 16_000];
/** Longer than a transaction may stay open (30 s): the server ends it while its process sleeps. */
const ENDLESS_PAUSE = [33_000, 38_000];
const SHORT_PAUSE = [300, 4_000];

/** How often each kind is drawn, and what it does. A drawn fault is data, so that a run can be told and repeated. */
const KINDS = [
  [16, 'kill', (r) => ({ target: r.pick(serviceNames), ms: r.between(100, 3_000) })],
  [4, 'kill', (r) => ({ target: r.pick(serverNames), ms: r.between(100, 4_000) })],
  [7, 'pause', (r) => ({ target: r.pick(serviceNames), ms: r.between(...SHORT_PAUSE) })],
  [5, 'pause', (r) => ({ target: r.pick(serviceNames), ms: r.between(...LONG_PAUSE) })],
  [1, 'pause', (r) => ({ target: r.pick(serviceNames), ms: r.between(...ENDLESS_PAUSE) })],
  [3, 'pause', (r) => ({ target: r.pick(serverNames), ms: r.between(...SHORT_PAUSE) })],
  [6, 'restart', (r) => ({ target: r.pick(serviceNames) })],
  [10, 'shut', (r, world) => ({ target: r.pick(world.doorNames), ms: r.between(200, 5_000) })],
  [6, 'slow', (r, world) => ({ target: r.pick(world.doorNames), delay: r.between(20, 400), ms: r.between(500, 4_000) })], // prettier-ignore
  [6, 'mute', (r, world) => ({ target: r.pick(world.doorNames), ms: r.between(2_000, 8_000) })],
  [22, 'die at', (r) => ({ target: r.pick(serviceNames), point: r.pick(crashPoints) })],
  [3, 'hang at', (r) => ({ target: r.pick(serviceNames), point: r.pick(pointsInHandling) })],
  [4, 'stop at', (r) => ({ target: r.pick(serviceNames), point: r.pick(crashPoints), ms: r.between(...LONG_PAUSE) })], // prettier-ignore
  [1, 'stop at', (r) => ({ target: r.pick(serviceNames), point: r.pick(pointsInHandling), ms: r.between(...ENDLESS_PAUSE) })], // prettier-ignore
  [8, 'join', (r) => ({ target: r.pick(serviceNames), ms: r.between(2_000, 14_000), by: r.pick(['SIGTERM', 'SIGKILL']) })], // prettier-ignore
  [6, 'duplicates', (r) => ({ share: r.next() })],
  [3, 'poison', (r) => ({ at: r.next() })],
];

/** @returns {{ kind: string, target?: string }} the next fault of the seed */
export function drawFault(random, world) {
  const [kind, draw] = random.weigh(KINDS.map(([weight, ...rest]) => [weight, rest]));
  return { kind, ...draw(random, world) };
}

/**
 * Does it, and resolves when it is over; what comes back by itself may still be on its way.
 * @returns {Promise<{ missed: boolean } | void>} missed: it has hit nobody
 */
export async function inflict(fault, { world, topics }) {
  const { target, ms } = fault;
  switch (fault.kind) {
    case 'kill':
      return world.kill(target, ms);
    case 'pause':
      return world.pause(target, ms);
    case 'restart':
      return world.restart(target);
    case 'shut':
      return world.shut(target, ms);
    case 'slow':
      return world.slow(target, fault.delay, ms);
    case 'mute':
      return world.mute(target, ms);
    case 'die at':
      return world.atPoint(target, fault.point, 'kill');
    case 'hang at':
      return world.atPoint(target, fault.point, 'hang');
    case 'stop at':
      return world.atPoint(target, fault.point, 'stop', ms);
    case 'join':
      return world.join(target, ms, fault.by);
    case 'duplicates':
      return topics.sendAgain({ share: fault.share });
    case 'poison':
      return topics.poison(fault.at);
    default:
      throw new Error(`Unknown fault: ${fault.kind}`);
  }
}

export const inWords = ({ kind, target = '', point = '', ms, delay }) =>
  [kind, target, point && `«${point}»`, delay && `by ${delay} ms`, ms && `for ${ms} ms`]
    .filter(Boolean)
    .join(' ');
