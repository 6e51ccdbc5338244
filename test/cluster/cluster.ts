import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../deploy/local/paths.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import type { Images } from './images.ts';
import { type CommandOptions, runCommand } from './run-command.ts';

const chart = path.join(root, 'deploy/kubernetes');
const POLL_INTERVAL_MS = 500;
const READY_TIMEOUT_MS = 600_000;

/** An object of Kubernetes, as far as it is read here. */
export interface KubernetesObject {
  metadata: {
    name: string;
    generation?: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    labels: Record<string, string>;
  };
  spec: { nodeName?: string; replicas: number; unschedulable?: boolean; taints?: object[] };
  status: {
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
    conditions: { type: string; status: string }[];
  };
  data: Record<string, string>;
}

interface List {
  items: KubernetesObject[];
}

/** The release of the chart in a namespace of its own, by kubectl and helm. */
export class Cluster {
  release = 'jiangtu';

  /** What makeImages() has made; to be set before anything is installed. */
  images!: Images;
  /** The one that is installed. */
  version?: string;
  namespace: string;
  /** the node that no scenario takes away */
  stays: string;

  constructor({ namespace, stays }: { namespace: string; stays: string }) {
    this.namespace = namespace;
    this.stays = stays;
  }

  kubectl = (args: string[], options?: CommandOptions): Promise<string> =>
    runCommand('kubectl', ['--namespace', this.namespace, ...args], options);

  async get<T = KubernetesObject>(...args: string[]): Promise<T> {
    return JSON.parse(await this.kubectl(['get', ...args, '--output', 'json']));
  }

  apply = (manifest: object): Promise<string> =>
    this.kubectl(['apply', '--filename', '-'], { input: JSON.stringify(manifest) });

  /** Restricted, so that the trial also shows that no pod wants more. */
  createNamespace(): Promise<string> {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    return this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace, labels } });
  }

  removeNamespace = (): Promise<string> =>
    this.kubectl(['delete', 'namespace', this.namespace, '--ignore-not-found']);

  /** Installs or upgrades to a version; `services`: values of some, by name. */
  async helm(version: string, services: Record<string, object> = {}): Promise<void> {
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
    const waiting = ['--wait', '--timeout', `${READY_TIMEOUT_MS / 1_000}s`];
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

  name = (component: string): string => `${this.release}-${component}`;
  selectorOf = (component: string): string =>
    `app.kubernetes.io/instance=${this.release},app.kubernetes.io/component=${component}`;

  async podsOf(component: string): Promise<KubernetesObject[]> {
    return (await this.get<List>('pods', '--selector', this.selectorOf(component))).items;
  }

  /** Has each service keep a pod on the node. Kubernetes moves none back by itself: those of a service without are replaced. */
  async spreadTo(node: string): Promise<void> {
    const without = await this.#servicesWithoutPodOn(node);
    for (const name of without) await this.kubectl(['rollout', 'restart', `deployment/${this.name(name)}`]);
    await this.untilReady();
    const still = await this.#servicesWithoutPodOn(node);
    if (still.length > 0)
      throw new UserFacingError(`${still.join(', ')} has no pod on ${node}: what would its loss show?`);
  }

  async #servicesWithoutPodOn(node: string) {
    const pods = await Promise.all(serviceNames.map((name) => this.podsOf(name)));
    const isThere = ({ spec, metadata }: KubernetesObject) =>
      spec.nodeName === node && !metadata.deletionTimestamp;
    return serviceNames.filter((_, index) => !pods[index]?.some(isThere));
  }

  /** Waits until every workload has all its pods, of its newest kind, ready. @returns seconds */
  async untilReady(): Promise<number> {
    for (const started = Date.now(); ; await sleep(POLL_INTERVAL_MS)) {
      const { items } = await this.get<List>('deployments,statefulsets');
      const waiting = items.filter((each) => !isReady(each)).map(({ metadata }) => metadata.name);
      if (waiting.length === 0) return Math.round((Date.now() - started) / 100) / 10;
      if (Date.now() - started > READY_TIMEOUT_MS)
        throw new UserFacingError(`Not ready after ${READY_TIMEOUT_MS / 1_000} s: ${waiting.join(', ')}.`);
    }
  }
}

function isReady({ metadata, spec, status }: KubernetesObject) {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, observedGeneration } = status;
  const counts = [replicas, updatedReplicas, readyReplicas];
  return observedGeneration === metadata.generation && counts.every((count) => count === spec.replicas);
}
