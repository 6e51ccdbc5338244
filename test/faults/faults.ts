import type { Random } from '../../deploy/local/sample/random.ts';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import type { TopicHistory } from '../harness/topic-history.ts';
import { crashPoints, pointsInHandling } from './test-build.ts';
import { serverNames, type World } from './world.ts';

/** A drawn fault is data, so that a run can be told and repeated. */
export interface Fault {
  kind: string;
  target?: string;
  ms?: number;
  delay?: number;
  point?: string;
  by?: NodeJS.Signals;
  /** Where among what was read last, 0 to 1. */
  share?: number;
  at?: number;
}

type Draw = (r: Random, world: World) => Omit<Fault, 'kind'>;
type Span = [from: number, to: number];

/** Longer than a member of a group (6 s) or a relay (10 s) may be silent. */
const LONG_PAUSE: Span = [12_000, 16_000];
/** Longer than a transaction may stay open (30 s): the server ends it while its process sleeps. */
const ENDLESS_PAUSE: Span = [33_000, 38_000];
const SHORT_PAUSE: Span = [300, 4_000];

/** How often each kind is drawn, and what it does. */
const KINDS: [weight: number, kind: string, draw: Draw][] = [
  [16, 'kill', (r) => ({ target: r.pick(serviceNames), ms: r.between(100, 3_000) })],
  [4, 'kill', (r) => ({ target: r.pick(serverNames), ms: r.between(100, 4_000) })],
  [7, 'pause', (r) => ({ target: r.pick(serviceNames), ms: r.between(...SHORT_PAUSE) })],
  [5, 'pause', (r) => ({ target: r.pick(serviceNames), ms: r.between(...LONG_PAUSE) })],
  [1, 'pause', (r) => ({ target: r.pick(serviceNames), ms: r.between(...ENDLESS_PAUSE) })],
  [3, 'pause', (r) => ({ target: r.pick(serverNames), ms: r.between(...SHORT_PAUSE) })],
  [6, 'restart', (r) => ({ target: r.pick(serviceNames) })],
  [10, 'shut', (r, world) => ({ target: r.pick(world.proxyNames), ms: r.between(200, 5_000) })],
  [6, 'slow', (r, world) => ({ target: r.pick(world.proxyNames), delay: r.between(20, 400), ms: r.between(500, 4_000) })], // prettier-ignore
  [6, 'mute', (r, world) => ({ target: r.pick(world.proxyNames), ms: r.between(2_000, 8_000) })],
  [22, 'die at', (r) => ({ target: r.pick(serviceNames), point: r.pick(crashPoints) })],
  [3, 'hang at', (r) => ({ target: r.pick(serviceNames), point: r.pick(pointsInHandling) })],
  [4, 'stop at', (r) => ({ target: r.pick(serviceNames), point: r.pick(crashPoints), ms: r.between(...LONG_PAUSE) })], // prettier-ignore
  [1, 'stop at', (r) => ({ target: r.pick(serviceNames), point: r.pick(pointsInHandling), ms: r.between(...ENDLESS_PAUSE) })], // prettier-ignore
  [8, 'join', (r) => ({ target: r.pick(serviceNames), ms: r.between(2_000, 14_000), by: r.pick(['SIGTERM', 'SIGKILL']) })], // prettier-ignore
  [6, 'duplicates', (r) => ({ share: r.next() })],
  [3, 'poison', (r) => ({ at: r.next() })],
  [3, 'flush', () => ({})],
];

/** The next fault of the seed. */
export function drawFault(random: Random, world: World): Fault {
  const [kind, draw] = random.weigh(KINDS.map(([weight, ...rest]) => [weight, rest] as const));
  return { kind, ...draw(random, world) };
}

/**
 * Does it, and resolves when it is over; what comes back by itself may still be on its way.
 * @returns missed: it has hit nobody
 */
export async function inflict(
  fault: Fault,
  { world, topics }: { world: World; topics: TopicHistory },
): Promise<{ missed: boolean } | void> {
  const { target = '', ms = 0, point = '' } = fault;
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
      return world.slow(target, fault.delay ?? 0, ms);
    case 'mute':
      return world.mute(target, ms);
    case 'die at':
      return world.atPoint(target, point, 'kill');
    case 'hang at':
      return world.atPoint(target, point, 'hang');
    case 'stop at':
      return world.atPoint(target, point, 'stop', ms);
    case 'join':
      return world.join(target, ms, fault.by);
    case 'duplicates':
      return topics.sendAgain({ share: fault.share });
    case 'poison':
      return topics.poison(fault.at ?? 0);
    case 'flush':
      return world.flush();
    default:
      throw new Error(`Unknown fault: ${fault.kind}`);
  }
}

export const inWords = ({ kind, target = '', point = '', ms, delay }: Fault): string =>
  [kind, target, point && `«${point}»`, delay && `by ${delay} ms`, ms && `for ${ms} ms`]
    .filter(Boolean)
    .join(' ');
