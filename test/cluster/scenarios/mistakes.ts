import { setTimeout as sleep } from 'node:timers/promises';
import { UserFacingError } from '../../../deploy/local/user-facing-error.mjs';
import type { Cluster, KubernetesObject } from '../cluster.ts';
import type { Scenario, Trial } from './scenario.ts';

const MISTAKEN = 'employment';
const POLL_INTERVAL_MS = 1_000;
const LOG_TIMEOUT_MS = 120_000;
/** So long requests go on beside the pod that does not become ready. */
const BESIDE_MS = 20_000;

/** Mistakes of who operates it: the old pods go on serving, and somebody says what is wrong. */
export const mistakeScenarios: Scenario[] = [
  {
    name: 'wrong-secret',
    title: `a new pod of ${MISTAKEN} with a wrong password`,
    run: ({ cluster }) => withWrongPassword(cluster, () => beside(cluster, /password|authentication/i)),
  },
  {
    name: 'missing-topic',
    title: `a new pod of ${MISTAKEN} whose topics are missing`,
    run: ({ cluster }) => withSetting(cluster, 'KAFKA_TOPIC_PREFIX=missing.', /topic/i),
  },
  {
    name: 'unreachable-issuer',
    title: `a new pod of ${MISTAKEN} whose issuer cannot be reached`,
    run: ({ cluster }) => withSetting(cluster, 'OIDC_ISSUER=http://nobody.invalid', /issuer/i),
  },
  {
    name: 'failing-migration',
    title: 'an upgrade whose migration fails',
    // Its migrations before the one that fails are those of this version.
    from: 'contract',
    run: failingMigration,
  },
];

const deployment = (cluster: Cluster) => `deployment/${cluster.name(MISTAKEN)}`;

async function withSetting(cluster: Cluster, setting: string, words: RegExp) {
  await cluster.kubectl(['set', 'env', deployment(cluster), setting]);
  try {
    return await beside(cluster, words);
  } finally {
    await cluster.kubectl(['rollout', 'undo', deployment(cluster)]);
  }
}

async function withWrongPassword(cluster: Cluster, work: () => Promise<string[]>) {
  const name = cluster.name(MISTAKEN);
  const { DATABASE_URL: right = '' } = (await cluster.get('secret', name)).data;
  const wrong = new URL(Buffer.from(right, 'base64').toString());
  wrong.password = 'wrong';
  const put = (value: string) =>
    cluster.kubectl([
      'patch',
      'secret',
      name,
      '--type=merge',
      '--patch',
      JSON.stringify({ data: { DATABASE_URL: value } }),
    ]);
  await put(Buffer.from(wrong.href).toString('base64'));
  await cluster.kubectl(['rollout', 'restart', deployment(cluster)]);
  try {
    return await work();
  } finally {
    await put(right);
    await cluster.kubectl(['rollout', 'undo', deployment(cluster)]);
  }
}

/** Waits until the new pod says what is wrong, lets requests go on beside it, and looks whether the old pods still serve. */
async function beside(cluster: Cluster, words: RegExp) {
  const said = await untilSaid(cluster, words);
  await sleep(BESIDE_MS);
  const { spec, status } = await cluster.get(deployment(cluster));
  // A second new pod: the first was taken for one that serves.
  if ((status.availableReplicas ?? 0) < spec.replicas || (status.updatedReplicas ?? 0) > 1)
    throw new UserFacingError(`Of ${deployment(cluster)} not all old pods go on serving.`);
  return [`The pod's log: ${said}`];
}

async function untilSaid(cluster: Cluster, words: RegExp) {
  for (const end = Date.now() + LOG_TIMEOUT_MS; ; await sleep(POLL_INTERVAL_MS)) {
    const newest = (await cluster.podsOf(MISTAKEN)).toSorted(byAge).at(-1);
    const log = await cluster.kubectl(['logs', newest?.metadata.name ?? '', '--tail=50']).catch(() => '');
    const said = log.split('\n').find((line) => words.test(line) && isComplaint(line));
    if (said) return inShort(said);
    if (Date.now() > end)
      throw new UserFacingError(`The new pod of ${MISTAKEN} does not say what is wrong:\n${log}`);
  }
}

const byAge = (one: KubernetesObject, other: KubernetesObject) =>
  Date.parse(one.metadata.creationTimestamp) - Date.parse(other.metadata.creationTimestamp);

/** A line of the log from a warning on, or one that is no JSON, as that of wrong settings. */
function isComplaint(line: string) {
  try {
    return JSON.parse(line).level >= 40 || ['warn', 'error', 'fatal'].includes(JSON.parse(line).level);
  } catch {
    return true;
  }
}

function inShort(line: string) {
  try {
    const { msg, error } = JSON.parse(line);
    return [msg, error?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}

async function failingMigration({ cluster }: Trial) {
  const message = await cluster.helm('failing').then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (!message) throw new UserFacingError('An upgrade whose migration fails went through.');
  const logs = await cluster.kubectl([
    'logs',
    '--selector',
    cluster.selectorOf('migrate'),
    '--all-containers',
    '--tail=5',
  ]);
  const said = logs.split('\n').find((line) => line.includes('handeld_at')) ?? 'nothing';
  return [`helm: ${message.split('\n').at(-1)}`, `The job's log: ${inShort(said)}`];
}
