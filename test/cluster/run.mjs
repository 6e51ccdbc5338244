import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Sentence } from '../../deploy/local/sentence.mjs';
import { Cluster } from './cluster.mjs';
import { ExaminerPod } from './examiner-pod.mjs';
import { makeImages } from './images.mjs';
import { play } from './play.mjs';
import { runCommand } from './run-command.mjs';

const SEED = 1;

/**
 * Installs the trial in a namespace of its own, and plays the scenarios there, one after the other. Where the history is
 * broken, no more are played: the next would only find the same.
 * @param {{ scenarios: import('./scenarios/index.mjs').Scenario[], students: number, work: object, images: string,
 *   load?: string, loseNode?: string, returnNode?: string, keep?: boolean, log: (text: string) => void,
 *   onResult: (results: object[]) => void }} options
 */
export async function tryOnCluster({ scenarios, keep, log, onResult, ...options }) {
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
    const results = [];
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
  new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => reject(new Sentence('The trial was interrupted.')));
  });

async function install(cluster, { students }, log) {
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
async function nodes() {
  const { items } = JSON.parse(await runCommand('kubectl', ['get', 'nodes', '--output', 'json']));
  const usable = items.filter(({ spec }) => !spec.unschedulable && !spec.taints?.length);
  if (usable.length < 2) throw new Sentence('The trial needs two nodes that take pods.');
  return [usable[0].metadata.labels['kubernetes.io/hostname'], usable.at(-1).metadata.name];
}
