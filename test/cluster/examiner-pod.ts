import type { Cluster } from './cluster.ts';
import type { Examiner } from './examiner/examiner.ts';

type Orders = Examiner['orders'];

/** The examiner, which works at the services from within the cluster, and who gives it orders from outside. */
export class ExaminerPod {
  cluster: Cluster;
  name: string;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.name = cluster.name('examiner');
  }

  async start(): Promise<void> {
    const { cluster, name } = this;
    await cluster.apply(manifestOf(cluster, name));
    await cluster.kubectl(['wait', `pod/${name}`, '--for=condition=Ready', '--timeout=120s']);
  }

  /** @returns what it answers */
  async ask<Name extends keyof Orders>(
    order: Name,
    ...[body]: Parameters<Orders[Name]>
  ): Promise<Awaited<ReturnType<Orders[Name]>>> {
    const command = ['exec', this.name, '--', 'node', 'test/cluster/examiner/ask.ts'];
    return JSON.parse(await this.cluster.kubectl([...command, order, JSON.stringify(body ?? {})]));
  }
}

function manifestOf(cluster: Cluster, name: string) {
  const { tools, tags } = cluster.images;
  const secret = (key: string) => ({
    name: key,
    valueFrom: { secretKeyRef: { name: cluster.name('trial'), key } },
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: {
        'app.kubernetes.io/name': 'jiangtu',
        'app.kubernetes.io/instance': cluster.release,
        'app.kubernetes.io/component': 'examiner',
      },
    },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': cluster.stays },
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'examiner',
          image: `${tools}:${tags.tools}`,
          args: ['test/cluster/examiner/main.ts'],
          env: [
            { name: 'RELEASE', value: cluster.release },
            secret('POSTGRES_PASSWORD'),
            secret('ISSUER_SECRET'),
          ],
          // Once: each look is a process.
          startupProbe: {
            exec: { command: ['node', 'test/cluster/examiner/ask.ts', 'figures', '{"phases":[]}'] },
            periodSeconds: 3,
            timeoutSeconds: 10,
            failureThreshold: 30,
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
