import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Progress } from '../../deploy/local/cohort/until.ts';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { Cluster, type KubernetesObject } from './cluster.ts';
import { ExaminerPod } from './examiner-pod.ts';
import type { Work } from './examiner/examiner.ts';
import { makeImages } from './images.ts';
import { play, type Result } from './play.ts';
import { runCommand } from './run-command.ts';
import type { Scenario } from './scenarios/scenario.ts';

const SEED = 1;

type ShownResult = Omit<Result, 'broken'>;

interface TrialOptions {
  scenarios: Scenario[];
  students: number;
  work: Work;
  /** prefix of the images' names */
  images: string;
  load?: string;
  loseNode?: string;
  returnNode?: string;
  keep?: boolean;
  log: Progress;
  onResult: (results: ShownResult[]) => void;
}

/**
 * Installs the trial in a namespace of its own, and plays the scenarios there, one after the other. Where the history is
 * broken, no more are played: the next would only find the same.
 */
export async function tryOnCluster({
  scenarios,
  keep,
  log,
  onResult,
  ...options
}: TrialOptions): Promise<ShownResult[]> {
  const [stays, leaves] = await nodes();
  const dir = mkdtempSync(path.join(tmpdir(), 'jiangtu-cluster-'));
  const namespace = `jiangtu-trial-${randomBytes(2).toString('hex')}`;
  const cluster = new Cluster({ namespace, stays });
  try {
    return await Promise.race([playAll(), interrupted()]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
    if (!keep) await cluster.removeNamespace();
  }

  async function playAll() {
    cluster.images = await makeImages({ prefix: options.images, load: options.load, dir, log });
    const examiner = await install(cluster, options, log);
    const results: ShownResult[] = [];
    for (const scenario of scenarios) {
      log(scenario.title);
      const { broken, ...result } = await play(scenario, { ...options, cluster, examiner, leaves });
      results.push(result);
      onResult(results);
      if (broken) break;
    }
    return results;
  }
}

/** What was installed is removed also then. */
const interrupted = () =>
  new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => reject(new UserFacingError('The trial was interrupted.')));
  });

async function install(cluster: Cluster, { students }: { students: number }, log: Progress) {
  log(`installing the trial in namespace ${cluster.namespace}`);
  await cluster.createNamespace();
  await cluster.helm('first');
  const examiner = new ExaminerPod(cluster);
  await examiner.start();
  log(`taking ${students} students to their registration`);
  await examiner.ask('begin', { students, seed: SEED });
  return examiner;
}

/** The node that keeps the servers and the examiner, and the one that can be taken away. */
async function nodes(): Promise<[stays: string, leaves: string]> {
  const listed = await runCommand('kubectl', ['get', 'nodes', '--output', 'json']);
  const { items } = JSON.parse(listed) as { items: KubernetesObject[] };
  const usable = items.filter(({ spec }) => !spec.unschedulable && !spec.taints?.length);
  const [first, second] = [usable[0], usable.slice(1).at(-1)];
  if (!first || !second) throw new UserFacingError('The trial needs two nodes that take pods.');
  return [first.metadata.labels['kubernetes.io/hostname'] ?? first.metadata.name, second.metadata.name];
}
