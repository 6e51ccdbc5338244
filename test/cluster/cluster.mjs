import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../deploy/local/paths.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { Sentence } from '../../deploy/local/sentence.mjs';
import { runCommand } from './run-command.mjs';

const chart = path.join(root, 'deploy/kubernetes');
const LOOK_EVERY_MS = 500;
const READY_WITHIN_MS = 600_000;

/** The release of the chart in a namespace of its own, by kubectl and helm. */
export class Cluster {
  release = 'jiangtu';

  /** What makeImages() has made; to be set before anything is installed. */
  images;
  /** The one that is installed. */
  version;

  /** @param {{ namespace: string, stays: string }} options `stays`: the node that no scenario takes away */
  constructor({ namespace, stays }) {
    this.namespace = namespace;
    this.stays = stays;
  }

  kubectl = (args, options) => runCommand('kubectl', ['--namespace', this.namespace, ...args], options);

  async get(...args) {
    return JSON.parse(await this.kubectl(['get', ...args, '--output', 'json']));
  }

  apply = (manifest) => this.kubectl(['apply', '--filename', '-'], { input: JSON.stringify(manifest) });

  /** Restricted, so that the trial also shows that no pod wants more. */
  createNamespace() {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    return this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace, labels } });
  }

  removeNamespace = () => this.kubectl(['delete', 'namespace', this.namespace, '--ignore-not-found']);

  /** Installs or upgrades to a version; `services`: values of some, by name. */
  async helm(version, services = {}) {
    const { service, tools, tags } = this.images;
    const values = {
      image: { repository: service, tag: tags[version] },
      trial: {
        toolsImage: { repository: tools, tag: tags.tools },
        nodeSelector: { 'kubernetes.io/hostname': this.stays },
      },
      services,
    };
    const given = ['--values', path.join(chart, 'values-trial.yaml'), '--values', '-'];
    const waiting = ['--wait', '--timeout', `${READY_WITHIN_MS / 1_000}s`];
    const args = [
      'upgrade',
      '--install',
      this.release,
      chart,
      '--namespace',
      this.namespace,
      ...given,
      ...waiting,
    ];
    await runCommand('helm', args, { input: JSON.stringify(values) });
    this.version = version;
  }

  name = (component) => `${this.release}-${component}`;
  selectorOf = (component) =>
    `app.kubernetes.io/instance=${this.release},app.kubernetes.io/component=${component}`;

  async podsOf(component) {
    return (await this.get('pods', '--selector', this.selectorOf(component))).items;
  }

  /** Has each service keep a pod on the node. Kubernetes moves none back by itself: those of a service without are replaced. */
  async spreadTo(node) {
    const without = await this.#servicesWithoutPodOn(node);
    for (const name of without) await this.kubectl(['rollout', 'restart', `deployment/${this.name(name)}`]);
    await this.untilReady();
    const still = await this.#servicesWithoutPodOn(node);
    if (still.length > 0)
      throw new Sentence(`${still.join(', ')} has no pod on ${node}: what would its loss show?`);
  }

  async #servicesWithoutPodOn(node) {
    const pods = await Promise.all(serviceNames.map((name) => this.podsOf(name)));
    const isThere = ({ spec, metadata }) => spec.nodeName === node && !metadata.deletionTimestamp;
    return serviceNames.filter((_, index) => !pods[index].some(isThere));
  }

  /** Waits until every workload has all its pods, of its newest kind, ready. @returns seconds */
  async untilReady() {
    for (const started = Date.now(); ; await sleep(LOOK_EVERY_MS)) {
      const { items } = await this.get('deployments,statefulsets');
      const waiting = items.filter((each) => !isReady(each)).map(({ metadata }) => metadata.name);
      if (waiting.length === 0) return Math.round((Date.now() - started) / 100) / 10;
      if (Date.now() - started > READY_WITHIN_MS)
        throw new Sentence(`Not ready after ${READY_WITHIN_MS / 1_000} s: ${waiting.join(', ')}.`);
    }
  }
}

function isReady({ metadata, spec, status }) {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, observedGeneration } = status;
  const counts = [replicas, updatedReplicas, readyReplicas];
  return observedGeneration === metadata.generation && counts.every((count) => count === spec.replicas);
}
